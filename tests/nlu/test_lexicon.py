"""Known turns of words are found where they stand, and only whole."""

from nlu.lexicon import Form, Lexicon

LEXICON = Lexicon(
    [
        Form(name="process", value="budget participatif", words=("budget", "participatif")),
        Form(name="channel", value="discord", words=("discord",)),
        Form(name="channel", value="site", words=("internet",)),
        Form(name="theme", value="transports", words=("bus",)),
    ]
)


def hits(text: str) -> list[tuple[str, str, float]]:
    return [
        (hit.form.value, text[hit.start : hit.end], hit.confidence) for hit in LEXICON.find(text)
    ]


def test_forms_are_found_whatever_the_accents_and_case() -> None:
    assert hits("Le BUDGET  Participatif !") == [
        ("budget participatif", "BUDGET  Participatif", 1.0)
    ]


def test_a_form_is_a_whole_word() -> None:
    assert hits("busqué, abus, discordant") == []


def test_a_slip_in_a_long_word_is_forgiven_and_said() -> None:
    assert hits("sur discrod") == [("discord", "discrod", 0.8)]


def test_a_slip_in_a_short_word_is_another_word() -> None:
    assert hits("mon bug") == []


def test_a_right_word_one_slip_away_is_itself() -> None:
    assert hits("je suis à l'internat") == []


def test_hurried_spellings_are_forms_too() -> None:
    assert hits("bdg participatif") == [("budget participatif", "bdg participatif", 0.8)]
