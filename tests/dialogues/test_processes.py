"""The law of processes: which phase runs, what is over, and which one is meant."""

from datetime import date

import pytest

from dialogues.processes import (
    Phase,
    Process,
    current_phase,
    evoked,
    is_over,
    named,
    next_phase,
    of_year,
    ongoing,
)

TODAY = date(2026, 11, 24)
IDEAS = Phase(
    title="Dépôt des idées", kind="ideas", starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 31)
)
VOTE = Phase(title="Vote", kind="vote", starts_on=date(2026, 11, 10), ends_on=date(2026, 12, 6))


def _process(
    number: int,
    title: str,
    *phases: Phase,
    kind: str = "budget_participatif",
    archived: bool = False,
) -> Process:
    return Process(
        id=number,
        external_id=str(number),
        slug=f"p{number}",
        title=title,
        kind=kind,
        url="https://example.org",
        source="règlement",
        updated_on=TODAY,
        phases=phases,
        archived=archived,
    )


BUDGET = _process(1, "Budget participatif des lycées", IDEAS, VOTE)
OLD = _process(2, "Budget participatif 2021", archived=True)
CONVENTION = _process(3, "Convention sur les mobilités", kind="convention_citoyenne")


def test_both_days_of_a_phase_are_in_it() -> None:
    assert VOTE.runs(date(2026, 11, 10))
    assert VOTE.runs(date(2026, 12, 6))
    assert not VOTE.runs(date(2026, 12, 7))


def test_the_current_phase_is_the_one_that_runs() -> None:
    assert current_phase(BUDGET, TODAY) == VOTE
    assert current_phase(BUDGET, date(2026, 11, 5)) is None
    assert next_phase(BUDGET, date(2026, 11, 5)) == VOTE


@pytest.mark.parametrize(("day", "over"), [(date(2026, 12, 6), False), (date(2026, 12, 7), True)])
def test_a_process_is_over_after_its_last_day(day: date, over: bool) -> None:  # noqa: FBT001
    assert is_over(BUDGET, day) is over


def test_an_archived_process_is_over_and_an_undated_one_is_not() -> None:
    assert is_over(OLD, TODAY)
    assert not is_over(CONVENTION, TODAY)


def test_ongoing_ones_come_soonest_deadline_first() -> None:
    assert ongoing((CONVENTION, OLD, BUDGET), TODAY) == (BUDGET, CONVENTION)


def test_a_process_is_named_by_kind_or_title() -> None:
    assert named((BUDGET, CONVENTION), "convention citoyenne") == (CONVENTION,)
    assert named((BUDGET, CONVENTION), "Budget participatif des LYCEES") == (BUDGET,)
    assert named((BUDGET, CONVENTION), "votation") == ()


@pytest.mark.parametrize("text", ["le budjet", "pr le budget des licées", "BUDGET ?"])
def test_a_misspelt_word_of_the_title_evokes_the_process(text: str) -> None:
    assert evoked((BUDGET, CONVENTION), text) == (BUDGET,)


def test_a_text_without_a_telling_word_evokes_nothing() -> None:
    assert evoked((BUDGET, CONVENTION), "jusqu'à quand on peut voter ?") == ()


def test_a_year_in_the_text_chooses_the_process_of_that_year() -> None:
    assert of_year((BUDGET, OLD), "le budget de 2021") == (OLD,)
    assert of_year((BUDGET, OLD), "le budget") == (BUDGET, OLD)
