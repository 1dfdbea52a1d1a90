"""What is done when no rule applies: a published answer, a guess as buttons, then a human."""

from dialogues.answers import CLEARLY, ENOUGH, Hit, choose
from dialogues.flow import Outcome, Turn, press, press_named, say
from dialogues.messages import Choice, Say
from dialogues.privacy import redact
from nlu.understanding import Guess

SILENT = frozenset(  # never offered as a guess: nobody means to press "insult"
    {
        *("affirm", "deny", "cancel", "greet", "thanks", "goodbye", "insult"),
        *("distress", "out_of_scope", "talk_to_human"),
    }
)
GUESSES = 3
FOREIGN = 0.9  # so sure it is not ours that only a clear answer is said
CARRIED = ("process", "place", "postal_code", "department", "date", "age")
PATIENCE = 2  # misunderstandings in a row before a human is offered


async def retrieve(turn: Turn) -> Outcome | None:
    """Answer from the published answers, offer two or three, or decline."""
    found = await turn.work.answers.search(
        turn.text, language=turn.conversation.language, today=turn.today
    )
    foreign = turn.intent == "out_of_scope" and turn.meaning.confidence >= FOREIGN
    hits = choose(found, enough=CLEARLY if foreign else ENOUGH)
    match hits:
        case ():
            return None
        case (Hit(answer=answer),):
            return await tell(turn.about("answer", answer=str(answer.id)))
        case _:
            return say("utter_which_answer", *(_offer(hit) for hit in hits))


def _offer(hit: Hit) -> Choice:
    return press_named(hit.answer.question, "answer", answer=str(hit.answer.id))


async def tell(turn: Turn) -> Outcome | None:
    """Say one published answer, with its date and its source."""
    number = turn.number("answer")
    answer = await turn.work.answers.find(number) if number else None
    if answer is None:
        return None
    dated = {"updated": answer.updated_on, "text": answer.text, "question": answer.question}
    links = (Choice(key="utter_see_page", url=answer.url),) if answer.url else ()
    says = Say(key="utter_answer", params=dated, choices=links, source=answer.url)
    return Outcome(says=(says,)).of("answer", answer=str(number))


async def repair(turn: Turn) -> Outcome:
    """Acknowledge, keep the redacted question for the team, and offer a way on."""
    await turn.work.unheard.note(
        redact(turn.text),
        language=turn.conversation.language,
        guess=turn.meaning.alternatives[0].intent if turn.meaning.alternatives else None,
        day=turn.today,
    )
    return _offer_ways(turn)


def _offer_ways(turn: Turn) -> Outcome:
    human = press("utter_button_human", "talk_to_human")
    if turn.intent == "out_of_scope":
        outcome = say("utter_out_of_scope", press("utter_button_help", "help"), human)
    elif turn.conversation.failures + 1 >= PATIENCE:
        outcome = say("utter_lost", human, press("utter_button_help", "help"))
    else:
        guesses = [_guess(turn, guess) for guess in turn.meaning.alternatives if _sayable(guess)]
        key = "utter_guess" if guesses else "utter_not_understood"
        outcome = say(key, *guesses[:GUESSES], human)
    return Outcome(says=outcome.says, understood=turn.intent == "out_of_scope")


def _sayable(guess: Guess) -> bool:
    return guess.intent not in SILENT


def _guess(turn: Turn, guess: Guess) -> Choice:
    """Offer a reading, with what was named in the sentence: a button says all it means."""
    key, named = f"utter_guess_{guess.intent}", _named(turn)
    try:
        return press(key, guess.intent, **named)
    except ValueError:  # too long for a platform
        return press(key, guess.intent)


def _named(turn: Turn) -> dict[str, str]:
    return {name: value for name in CARRIED if (value := turn.value(name))}
