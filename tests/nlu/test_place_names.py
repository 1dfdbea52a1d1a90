"""How places are heard: exactly, mistyped, ambiguous, and never where there is none."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.gazetteer import commune, load
from nlu.place_names import PlaceNames
from nlu.understanding import Entity


@pytest.fixture(scope="module")
def names() -> PlaceNames:
    return PlaceNames()


def heard(names: PlaceNames, text: str, *, whole: bool = False) -> list[tuple[str, str]]:
    return [(entity.name, entity.value) for entity in names.find(text, whole=whole)]


def the_place(names: PlaceNames, text: str, *, whole: bool = False) -> Entity:
    (place,) = [one for one in names.find(text, whole=whole) if one.name == "place"]
    return place


def labels(entity: Entity) -> list[str]:
    return [candidate.label for candidate in entity.alternatives]


@pytest.mark.parametrize(
    ("text", "insee"),
    [
        ("j'habite à Figeac", "46102"),
        ("ET À CAHORS ?", "46042"),
        ("castelnaudary", "11076"),
        ("j'habite st céré", "46251"),
        ("ste enimie", "48146"),
        ("je vis a Saint Jean de Vedas", "34270"),
        ("Saint-Jean-de-Védas", "34270"),
        ("Castelnau-Montratier-Sainte-Alauzie", "46063"),
        ("Tolosa", "31555"),
        ("la ville rose", "31555"),
        ("on est à Perpi", "66136"),
        ("vous passez à l'isle jourdain ?", "32160"),
        ("j'habite au Vigan", "30350"),
        ("Conques-en-Rouergue", "12218"),
        ("Se\u0301te", "34301"),
    ],
)
def test_a_name_spelled_right_is_certain(names: PlaceNames, text: str, insee: str) -> None:
    place = the_place(names, text)
    assert place.value == insee
    assert place.certain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cé kan la karavane a figac", ["Figeac (46)", "Fiac (81)"]),
        ("j'habite à cahor", ["Cahors (46)"]),
        ("je suis de monpellier", ["Montpellier (34)"]),
        ("j'habite a monpelié", ["Montpellier (34)"]),
        ("saint jean de vedass", ["Saint-Jean-de-Védas (34)"]),
        ("à toulouz", ["Toulouse (31)"]),
        ("castelno dary", ["Castelnaudary (11)"]),
    ],
)
def test_a_mistyped_name_is_to_be_confirmed(
    names: PlaceNames, text: str, expected: list[str]
) -> None:
    place = the_place(names, text)
    assert labels(place)[: len(expected)] == expected
    assert place.alternatives[0].value == place.value


def test_a_lone_mistyped_name_is_heard_too(names: PlaceNames) -> None:
    assert labels(the_place(names, "figac"))[0] == "Figeac (46)"
    assert labels(the_place(names, "figac", whole=True))[0] == "Figeac (46)"


def test_homonyms_are_offered_the_most_populous_first(names: PlaceNames) -> None:
    place = the_place(names, "Saint-Michel")
    people = [one.population for c in place.alternatives if (one := commune(c.value))]
    assert len(people) == 5
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    ("text", "insee", "department"),
    [
        ("j'habite à Saint-Michel dans le Gers", "32397", "32"),
        ("Prades 66", "66149", "66"),
        ("Prades (09)", "09232", "09"),
        ("je suis de prades dans l'ariège", "09232", "09"),
    ],
)
def test_a_department_beside_a_homonym_settles_it(
    names: PlaceNames, text: str, insee: str, department: str
) -> None:
    assert heard(names, text) == [("place", insee), ("department", department)]
    assert the_place(names, text).certain


def test_a_postal_code_beside_a_homonym_settles_it(names: PlaceNames) -> None:
    assert heard(names, "66500 Prades") == [("postal_code", "66500"), ("place", "66149")]
    assert the_place(names, "66500 Prades").certain


def test_a_department_far_off_says_nothing_sure(names: PlaceNames) -> None:
    text = "je suis étudiant à Prades mais mes deux parents habitent dans le Tarn"
    assert not the_place(names, text).certain


def test_a_short_name_for_a_town_is_to_be_confirmed(names: PlaceNames) -> None:
    assert labels(the_place(names, "j'habite à Villefranche"))[0] == "Villefranche-de-Rouergue (12)"
    assert labels(the_place(names, "Clermont"))[0] == "Clermont-l'Hérault (34)"
    assert labels(the_place(names, "j'habite à vilefranche"))[0] == "Villefranche-de-Rouergue (12)"
    assert labels(the_place(names, "et st lary ?"))[0] == "Saint-Lary-Soulan (65)"


def test_a_name_within_a_longer_unknown_one_is_not_certain(names: PlaceNames) -> None:
    assert not the_place(names, "j'habite à Saint-Jean-Machin").certain
    assert labels(the_place(names, "à Lunel-Veil"))[0] == "Lunel-Viel (34)"


def test_a_long_text_costs_no_more_than_a_few_guesses(names: PlaceNames) -> None:
    assert len(names.find("à monpellier, " * 60)) == 8


@pytest.mark.parametrize("text", ["j'habite à Bio", "elle passe à bio ?", "et à Bio ?", "Bio (46)"])
def test_a_plain_word_is_a_place_after_a_cue(names: PlaceNames, text: str) -> None:
    assert the_place(names, text).value == "46030"


@pytest.mark.parametrize("text", ["bio", "Bio", "c'est Bio", "à bio", "moi c bio"])
def test_a_plain_word_is_a_place_as_the_whole_answer(names: PlaceNames, text: str) -> None:
    assert the_place(names, text, whole=True).value == "46030"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dans le Lot", "46"),
        ("y a quoi dans le lot ?", "46"),
        ("le Lot", "46"),
        ("dans le 46", "46"),
        ("je suis du 66", "66"),
        ("département 31", "31"),
        ("les Pyrénées-Orientales", "66"),
        ("haute garonne", "31"),
        ("en Aveyron", "12"),
        ("dans l'Aude", "11"),
    ],
)
def test_departments_are_heard(names: PlaceNames, text: str, code: str) -> None:
    assert heard(names, text) == [("department", code)]


@pytest.mark.parametrize(("text", "code"), [("46", "46"), ("lot", "46"), ("le tarn", "81")])
def test_a_department_is_a_whole_answer(names: PlaceNames, text: str, code: str) -> None:
    assert heard(names, text, whole=True) == [("department", code)]


@pytest.mark.parametrize(
    "text",
    [
        "un lot de livres",
        "dans le lot de projets",
        "le 31",
        "le 11 novembre",
        "du 12 au 30",
        "j'ai 16 ans",
        "16",
        "31000 euros",
        "31000 € pour un projet",
        "50000 personnes",
        "12345",
    ],
)
def test_other_numbers_and_lots_are_no_department(names: PlaceNames, text: str) -> None:
    assert heard(names, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("46100", [("postal_code", "46100")]),
        ("j'habite à 09100", [("postal_code", "09100")]),
        ("31000 Toulouse", [("postal_code", "31000"), ("place", "31555")]),
        ("75011", [("place_outside", "75")]),
        ("20090 Ajaccio", [("place_outside", "2A"), ("place_outside", "2A004")]),
        ("j'habite à 31071", [("department", "31")]),
    ],
)
def test_postal_codes_are_heard(names: PlaceNames, text: str, found: list[tuple[str, str]]) -> None:
    assert heard(names, text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("j'habite à Paris", "75056"),
        ("je suis de Bordeaux", "33063"),
        ("dans le 33", "33"),
        ("en Gironde", "33"),
        ("Valence (26)", "26"),
        ("Saint-Denis, dans le 93", "93"),
    ],
)
def test_places_outside_the_region_are_told_apart(names: PlaceNames, text: str, value: str) -> None:
    assert heard(names, text) == [("place_outside", value)]


def test_a_name_that_a_big_town_outside_bears_too_is_to_be_confirmed(names: PlaceNames) -> None:
    assert labels(the_place(names, "j'habite à Valence")) == ["Valence (82)"]


def test_positions_are_those_of_the_original_text(names: PlaceNames) -> None:
    text = "Coucou 👋 j'habite à  Se\u0301te, et toi ? Moi à L’Isle-Jourdain"
    found = names.find(text)
    assert [entity.text for entity in found] == ["Se\u0301te", "L’Isle-Jourdain"]
    assert all(text[entity.start : entity.end] == entity.text for entity in found)


@settings(deadline=None)  # the first text heard opens the gazetteer
@given(st.text(max_size=80), st.booleans())
def test_any_text_is_read_without_error(text: str, whole: bool) -> None:  # noqa: FBT001
    for entity in PLACES.find(text, whole=whole):
        assert text[entity.start : entity.end] == entity.text
        assert entity.certain or entity.alternatives[0].value == entity.value


PLACES = PlaceNames()
SENTENCES = tuple(
    """
    salut ça va
    y a quoi en ce moment comme consultations ?
    y a un truc près de chez moi ?
    c'est quoi le budget participatif ?
    ça sert à quoi concrètement ?
    j'ai 16 ans, je peux voter ?
    faut être français pour participer ?
    jusqu'à quand on peut voter ?
    slt jusqua kan on peu voté pr le budjet ?
    on en est où ?
    comment je dépose une idée ?
    c'est combien max pour un projet ?
    faut l'accord de mes parents ?
    on peut participer à plusieurs / en classe / en asso ?
    qui décide à la fin ?
    mon vote est anonyme ?
    je peux voter deux fois (tel + ordi) ?
    et du coup vous avez fait quoi ?
    pourquoi mon idée a été refusée ?
    c'est où exactement, c'est à quelle heure ?
    c'est accessible en fauteuil ?
    j'y vais comment sans voiture ?
    vous pouvez venir dans ma commune / mon lycée ?
    préviens-moi quand vous passez pas loin
    arrête de m'écrire
    c'est quoi le conseil régional des jeunes, comment y entrer ?
    la Région s'occupe de quoi (lycées, trains) ?
    vous gardez quoi sur moi ? supprime tout
    t'es un robot ? je veux parler à quelqu'un
    merci beaucoup à demain
    à plus tard
    de rien
    c koi le truc
    jpeu voter a 15 ans svp
    je suis en terminale et je veux participer
    je suis mineure
    je suis apprenti boulanger
    on a besoin de plus de bus le soir
    il faut plus de bio dans les cantines
    je mange bio
    j'aimerais avoir un skatepark près de la gare
    j'habite loin de tout
    j'habite chez mes parents
    j'habite à la campagne
    à mon avis c'est nul
    vers 18h ou 19h
    à partir de quand
    dans deux semaines
    rendez-vous le 46e jour
    je m'appelle Lucas
    je m'appelle Camille
    bonjour Marie
    Merci pour la réponse
    Super idée !
    Je suis pour la réouverture de la piscine
    vous êtes nuls
    can you speak english
    I would like to vote
    l'union fait la force
    le plan climat
    la force de la jeunesse
    au bout du compte
    il y a des maisons à vendre
    mon père travaille à la mairie
    au lieu de ça
    à celles et ceux qui votent
    les termes de la loi
    les portes ouvertes du lycée
    aucun problème
    j'espère que ça ira
    un budget de 500000 euros
    le vote de 2024
    mon numéro est le 06 12 34 56 78
    ce week-end
    la semaine pro
    tout le monde
    à pied
    à vélo
    de nuit
    sur internet
    sur Discord
    sur Insta
    sur TikTok
    pour mon asso
    pour mes potes
    à cause de quoi
    à propos de quoi
    chez ma grand-mère
    je suis sourd
    j'en ai marre de vivre
    on me harcèle
    la santé mentale
    l'emploi et la formation
    je préfère la deuxième option
    je sais pas
    peut-être
    c'est qui Carole Delga
    la mission locale
    le CROUS
    c'est quoi la cÔserie
    les arrêts de la caravane
    prochain arrêt
    ça dure combien de temps
    est-ce que mes données sont protégées
    """.strip().splitlines()
)
WORDS = tuple(
    """
    abord accord âge aide air ami amie amis an année ans appel après argent arrêt art article assez
    association aujourd'hui auteur autre avant avenir avis avoir bas beau beaucoup besoin bien bon
    bonjour bord bout bras budget bus but cadre calme camp carte cas cause centre certain chaîne
    chambre champ chance chaud chef chemin cher choix chose ciel cinq classe climat clair coin comme
    compte conseil contre corps côté coup cour cours court crise cuisine culture danger date début
    décision dernier dessus deux diplôme direct doigt dommage don droit eau école écologie écoute
    effet élu emploi endroit énergie enfant ensemble entrée envie équipe erreur espace espoir esprit
    essai étage état été étude examen exemple face façon faim fait famille faute femme fer fête feu
    fille film fils fin fleur foi fois fond force forêt forme fort frais français frère froid front
    garçon gare gauche genre gens geste gouvernement grand gratuit grave gros groupe guerre habitude
    hasard haut herbe heure hier histoire hiver homme honte hôpital humain idée image important
    infos intérêt jamais jardin jeu jeune jeunes jeunesse joie jour journal journée juste justice là
    langue lecture lettre liberté lien lieu ligne liste livre logement loi loin long lycée lumière
    main maire mairie maison mal maman manger marché mari matin matière mauvais médecin meilleur
    membre même mer merci mère message mesure métier milieu minute mode moi moins mois moment monde
    moral mort mot moyen mur musique nature niveau noir nom nombre non note nouveau nouvelle nuit
    numéro objet œil option ordi ordre oui page pain paix papier parc parents parole part partie
    parti pas passage passé patience pause pays peau peine père permis personne peu peur phrase pied
    place plaisir plan planète plein plus poids point police politique porte portes possible poste
    pouvoir premier présent président pris prix problème prochain produit projet propos public
    quartier question raison rapport recherche réponse repas reste résultat retard retour rêve rien
    rôle route rue sac salle salut santé sec second secret semaine sens service seul signe silence
    sœur soin soir soleil solution sombre somme son sondage sorte sortie souvent sport stage style
    suite sujet sûr table tard temps terme termes terre tête thème tour tours tout train transport
    travail trop type union usage vacances valeur vente vérité vers vert vie vieux ville violence
    visage vite voisin voiture voix volonté vote voyage vrai vue
""".strip().split()
)


@pytest.mark.parametrize("text", SENTENCES)
def test_an_ordinary_sentence_holds_no_place(names: PlaceNames, text: str) -> None:
    assert heard(names, text.strip()) == []


@pytest.mark.parametrize("frame", ["{}", "c'est {} alors", "à {}", "de {} stp", "pour {}"])
def test_an_ordinary_word_is_no_place(names: PlaceNames, frame: str) -> None:
    assert len(WORDS) > 300
    assert [word for word in WORDS if names.find(frame.format(word))] == []


@pytest.mark.parametrize(
    "text", ["oui", "non merci", "je sais pas", "nulle part", "pourquoi ?", "stop", "à la montagne"]
)
def test_an_answer_that_names_no_place_gives_none(names: PlaceNames, text: str) -> None:
    assert heard(names, text, whole=True) == []


def _slip(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word))
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    match dice.randrange(4):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + letter + word[place:]
        case 2:
            return word[:place] + letter + word[place + 1 :]
        case _:
            return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


def test_names_with_one_or_two_slips_are_guessed_and_never_silently(names: PlaceNames) -> None:
    dice = random.Random(46)  # noqa: S311
    people = [one.population for one in load()]
    present = {one.name.lower() for one in load()}
    tried = right = 0
    for one in dice.choices(load(), people, k=500):
        typed = _slip(one.name, dice)
        if len(one.name) >= 8:  # as many as are forgiven
            typed = _slip(typed, dice) if dice.random() < 0.5 else typed
        if typed.lower() in present:
            continue
        tried += 1
        found = [entity for entity in names.find(typed, whole=True) if entity.name == "place"]
        best = commune(found[0].value) if found else None
        right += best is not None and best.name == one.name
        assert not any(entity.certain and entity.value != one.insee for entity in found), typed
    assert right / tried >= 0.97


def test_a_shared_location_gives_the_nearest_commune(names: PlaceNames) -> None:
    assert names.nearest(44.609, 2.03).name == "Figeac"
