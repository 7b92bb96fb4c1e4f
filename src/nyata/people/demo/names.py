"""Invented names with the sound of the lower Ogan and Komering: given names, then words of rivers, trees and weather.

No list of real people was used. The second parts are mostly common nouns, which hardly anybody bears as a name.
"""

import random

WOMEN = (
    "Sari", "Dewi", "Nurul", "Aminah", "Ratna", "Yuliana", "Fitria", "Rosmala", "Halimah", "Komala", "Indah", "Wulan",
    "Mardiana", "Susilawati", "Eliza", "Rukmini", "Salmah", "Yanti", "Nurbaiti", "Lestari", "Melati", "Rohani",
    "Desmawati", "Erna", "Kartini", "Maimunah", "Nilawati", "Puspa", "Rahmawati", "Septiana", "Tuti", "Umi", "Vina",
    "Zubaidah", "Astuti", "Cahaya", "Diana", "Evalina", "Ginarti", "Hesti",
)  # fmt: skip
MEN = (
    "Rahmat", "Hasan", "Yusuf", "Ahmad", "Bambang", "Dedi", "Edi", "Firdaus", "Gunawan", "Hendra", "Iskandar", "Jamal",
    "Kemas", "Lukman", "Marzuki", "Nawawi", "Oktarian", "Pahlawan", "Rusdi", "Sulaiman", "Taufik", "Usman", "Wahyudi",
    "Yanuar", "Zainal", "Arman", "Burhan", "Cik Din", "Darmawan", "Effendi", "Fadli", "Harun", "Ilham", "Junaidi",
    "Kurniawan", "Mulyadi", "Nasrun", "Ridwan", "Saparudin", "Tarmizi",
)  # fmt: skip
SECOND = (
    "Purnama", "Tembesu", "Gelam", "Lebung", "Pematang", "Anyaman", "Purun", "Belida", "Seriang", "Kemarau", "Muara",
    "Rawang", "Teluk", "Lebak", "Pedamar", "Sungkai", "Merawan", "Ulin", "Kenanga", "Cempaka", "Bayu", "Embun",
    "Gerimis", "Samudera", "Pelangi", "Fajar", "Senja", "Mentari", "Angkasa", "Permata", "Kasturi", "Delima", "Nipah",
    "Bakung", "Rengas", "Pulai", "Meranti", "Bidara", "Melur", "Kiambang", "Tapah", "Seluang", "Baung", "Jelawat",
    "Sepat", "Betutu", "Ruan", "Kelapa", "Duku", "Rambai", "Kuini", "Cermai", "Beringin", "Kayu Ara", "Sialang",
    "Talang", "Renah", "Lintang", "Tanjung", "Pantai", "Komering", "Rambutan", "Pesirah", "Sumbawang", "Langit",
)  # fmt: skip
DEGREES = {
    "sekolah": ("S.Pd.", "S.Pd.", "S.Pd.", "S.Pd.I.", "M.Pd.", "S.Ag."),
    "kesehatan": ("A.Md.Kep.", "S.Kep.", "A.Md.Keb.", "S.K.M.", "A.Md.Farm.", "S.Gz."),
    "kantor": ("S.E.", "S.H.", "S.Sos.", "S.T.", "S.I.P.", "S.Kom.", "A.Md.", "S.P."),
}


def invent(rng: random.Random, *, is_female: bool, sector: str, has_degree: bool) -> str:
    """One full name, with the degree usual in the sector where the person has one."""
    parts = [rng.choice(WOMEN if is_female else MEN)]
    if rng.random() < 0.3:
        parts.append(rng.choice(SECOND))
    parts.append(rng.choice([word for word in SECOND if word not in parts]))
    name = " ".join(parts)
    return f"{name}, {rng.choice(DEGREES[sector])}" if has_degree else name
