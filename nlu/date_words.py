"""The calendar's vocabulary: hurried, misspelt and English words, and the one the grammar knows."""

import re

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
PLAIN_MONTHS = tuple(month for month in MONTHS if month not in {"mars", "mai"})
NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip
HEARD = {  # other spellings, hurried or English, and the word of the grammar
    "lundi": "lun lindi monday", "mardi": "mrdi tuesday", "mercredi": "mercredit mercrdi wednesday",
    "jeudi": "jedi jeudit thursday", "vendredi": "vendredit vendrdi vdi friday",
    "samedi": "smdi samdi samedit saturday", "dimanche": "dimenche dimanch sunday",
    "janvier": "janv jan january", "fevrier": "fev fevr february", "avril": "avr april",
    "juin": "june", "juillet": "juil july", "aout": "august", "septembre": "september",
    "octobre": "oct october", "novembre": "nov november", "decembre": "dec december",
    "mars": "march", "demain": "2main tomorrow dmain demin", "hier": "yesterday",
    "weekend": "wk wkd wknd weekends week-end wikend ouikend",
    "prochain": "prochaine prochains pro proch prochin suivant suivante next",
    "dernier": "derniere passe passee last", "semaine": "semaines sem week weeks smaine",
    "jour": "jours day days jrs j", "mois": "month months", "an": "ans annee annees year years",
    "ce": "cet cette ces this",
    "aujourdhui": "aujourdui ojourdui ojourdhui ojd ajd auj today tonight",
    "dans": "ds in dan", "apres": "apre", "premier": "1er first", "au": "o",
}  # fmt: skip
SPOKEN = {said: word for word, others in HEARD.items() for said in others.split()}
MERGED = (  # several words that are one
    (re.compile(r"\b2 (?:main|m 1)\b"), "demain"), (re.compile(r"\bdem 1\b"), "demain"),
    (re.compile(r"\baujourd (hui|ui)\b"), "aujourdhui"),
    (re.compile(r"\bsemaine (ends?)\b"), "weekend"), (re.compile(r"\b1 er\b"), "premier"),
    (re.compile(r"(?<=\b[cl]e )we\b|(?<=\b[da]u )we\b|\bwe(?= prochain)"), "weekend"),
    (re.compile(r"(?<=\d )sept\b"), "septembre"),
)  # fmt: skip
