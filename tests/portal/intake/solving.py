"""Solve a challenge as a browser would."""

import json

import altcha

from portal.intake.formkeys import FormKey
from portal.intake.pow import challenge_for


def solve(challenge_json: str) -> str:
    """The `proof` field for a challenge from the form's `data-challenge`."""
    challenge = altcha.Challenge.from_dict(json.loads(challenge_json))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def proof_for(key: FormKey, *, level: int = 0) -> str:
    return solve(challenge_for(key, level=level))
