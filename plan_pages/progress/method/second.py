"""The second opinion: the measure of Statistics Canada and Open SDG, beside ours."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from .arithmetic import power, shown


class SecondWord(models.TextChoices):
    ACHIEVED = "achieved", _("目标已达到")
    ON_TRACK = "on_track", _("在轨道上")
    ACCELERATION = "acceleration_needed", _("需要加快")
    LIMITED = "limited", _("进展有限")
    DETERIORATION = "deterioration", _("倒退")


@dataclass(frozen=True)
class SecondOpinion:
    """`ratio` is R; the rates are yearly, as shares (0.01 is one per cent)."""

    word: SecondWord
    ratio: Decimal
    observed: Decimal
    required: Decimal

    @property
    def shown(self) -> str:
        return shown(self.ratio)

    @property
    def shown_rates(self) -> tuple[str, str]:
        """Observed and required, in per cent."""
        rates = (shown(rate * 100, ()) for rate in (self.observed, self.required))
        observed, required = (f"{rate}%" for rate in rates)
        return observed, required


def second_opinion(
    *,
    base: Decimal,
    now: Decimal,
    target: Decimal,
    years: int,
    whole: int,
    up: bool,
) -> SecondOpinion | None:
    """None where the measure is not valid: zero or a change of sign, no way to go."""
    if base == 0 or target == 0 or base == target or years <= 0 or whole <= 0:
        return None
    if now / base < 0 or target / base < 0:
        return None
    observed = power(now / base, 1, years) - 1
    required = power(target / base, 1, whole) - 1
    if required == 0:
        return None
    sign = (1 if base > 0 else -1) * (1 if up else -1)
    ratio = sign * observed / abs(required)
    reached = now >= target if up else now <= target
    return SecondOpinion(_word(ratio, reached), ratio, observed, required)


def _word(ratio: Decimal, reached: bool) -> SecondWord:
    if reached:
        return SecondWord.ACHIEVED
    if ratio >= Decimal("0.95"):
        return SecondWord.ON_TRACK
    if ratio >= Decimal("0.60"):
        return SecondWord.ACCELERATION
    return SecondWord.LIMITED if ratio >= 0 else SecondWord.DETERIORATION
