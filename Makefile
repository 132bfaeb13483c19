# Everything that is done with this project by hand. `make help` lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
ARGS ?=
# The demonstration touches nothing real and tells nobody, whatever the environment says.
DEMO = env -u DATABASE_URL -u DJANGO_SETTINGS_MODULE -u SEARCH_ENGINE -u FRONT_CACHES \
	-u OFFICE_WEBHOOK_URL PORTAL_VAR="$${PORTAL_VAR:-var}/demo"
MAIL = EMAIL_BACKEND=django.core.mail.backends

.PHONY: help run test demo bench prove mutations screenshots lint fix check messages

help: ## 列出命令 · list what can be done
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo "  HOST PORT PATH_PREFIX DATABASE_URL PORTAL_VAR: docs/operations.md"

run: ## 启动 · start the portal on http://127.0.0.1:8000/ (HOST=… PORT=… PATH_PREFIX=…)
	@deploy/venv run
	@$(PY) manage.py prepare
	@exec $(PY) manage.py serve

test: ## 测试 · run the suite (ARGS="-k name -x" goes to pytest)
	@deploy/venv test
	@$(PY) -m pytest -n 3 --dist loadgroup $(ARGS)

demo: ## 演示 · serve invented data from var/demo/, every page marked 演示数据
	@deploy/venv run
	@$(DEMO) $(PY) manage.py prepare --without-plan
	@$(DEMO) $(MAIL).dummy.EmailBackend $(PY) manage.py demo
	@exec $(DEMO) $(MAIL).filebased.EmailBackend $(PY) manage.py serve

bench: ## 度量 · measure what has a limit, print it beside the limit
	@deploy/venv test
	@$(PY) manage.py bench $(ARGS)

prove: ## 证明 · the heavy proofs at full counts (the suite runs them reduced)
	@deploy/venv test
	@PROVE=full $(PY) -m pytest $(ARGS) $$(grep -rlE "^from tests.proofs import .*rounds|import .*WAYS" tests)

mutations: ## 变异 · take each protection out and see its test fail (ARGS="3 7")
	@deploy/venv test
	@$(PY) -m tests.mutations $(ARGS)

screenshots: ## 截图 · pictures of the main pages into var/screenshots/ (needs Chromium)
	@deploy/venv test
	@$(PY) -m tests.browser.screenshots $(ARGS)

messages: ## 译文 · compile the translations after editing portal/locale/
	@deploy/venv test
	@cd portal && DJANGO_SETTINGS_MODULE=portal.settings.test ../$(PY) ../manage.py compilemessages
	@# Chinese is the source: each message stands for itself, found at the first look.
	@cd portal/locale && msgfilter --keep-header -i en/LC_MESSAGES/django.po sh -c 'cat >/dev/null' | \
		msgen --lang=zh_Hans - | msgfmt -o zh_Hans/LC_MESSAGES/django.mo -

lint: ## 检查 · style, templates, types, imports, migrations
	@deploy/venv test
	@.ci/lint

fix: ## 整理 · mend what ruff and djlint can mend
	@deploy/venv test
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

check: lint test ## 提交前 · lint and test
