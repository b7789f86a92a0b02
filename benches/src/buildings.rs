//! Buildings made from a seed: residents of many cultures, and what guests type to find them.

use std::fmt::Write;

/// SplitMix64: small, and the same numbers everywhere.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The generator that a seed starts.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 when that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as usize
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several, the earlier ones more often, as names are.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let bound = self.below(from.len()) + 1;
        from.get(self.below(bound)).copied().unwrap_or_default()
    }
}

/// One resident, as far as the entry directory is concerned.
#[derive(Debug, Clone)]
pub struct Resident {
    /// The first name; some have none.
    pub first: String,
    /// The last name; some have none.
    pub last: String,
    /// The name that the directory shows.
    pub shown_name: String,
    /// The four-digit directory code, unique in a building of up to 10,000.
    pub code: String,
    /// Whether the resident is in the directory now: lives here and is not hidden. About 70 in a hundred are.
    pub shown: bool,
}

/// So many residents, the same for the same seed.
#[must_use]
pub fn residents(seed: u64, count: usize) -> Vec<Resident> {
    let mut rng = Rng::new(seed);
    (0..count).filter_map(|number| resident(&mut rng, number)).collect()
}

fn resident(rng: &mut Rng, number: usize) -> Option<Resident> {
    let culture = CULTURES.get(rng.below(CULTURES.len()))?;
    let mut first = rng.pick(culture.first).to_owned();
    if rng.chance(8) {
        let _ = write!(first, "-{}", rng.pick(culture.first));
    } else if rng.chance(8) {
        let _ = write!(first, " {}", rng.pick(culture.first));
    }
    let mut last = last_name(rng, culture);
    if rng.chance(7) {
        let _ = write!(last, "-{}", last_name(rng, culture));
    }
    match rng.below(100) {
        0 => first.clear(),
        1 => last.clear(),
        _ => {}
    }
    let shown_name = if rng.chance(5) {
        // A name chosen for the panel.
        let initial: String = first.chars().take(1).collect();
        format!("{initial}. {last}")
    } else {
        format!("{first} {last}").trim().to_owned()
    };
    Some(Resident { first, last, shown_name, code: format!("{:04}", number % 10_000), shown: rng.chance(70) })
}

/// A well-known family name, or one of the many rare ones.
fn last_name(rng: &mut Rng, culture: &Culture) -> String {
    if culture.beginnings.is_empty() || rng.chance(45) {
        return rng.pick(culture.last).to_owned();
    }
    let mut name = uniform(rng, culture.beginnings).to_owned();
    if rng.chance(60) {
        name.push_str(uniform(rng, culture.middles));
    }
    name + uniform(rng, culture.ends)
}

fn uniform<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    from.get(rng.below(from.len())).copied().unwrap_or_default()
}

/// What guests type, key by key: first or last names, two names in either order, without the accents, with a typing
/// error, and names of people who do not live here. So many queries in all.
#[must_use]
pub fn keystrokes(seed: u64, residents: &[Resident], count: usize) -> Vec<String> {
    let mut rng = Rng::new(seed);
    let mut typed = Vec::with_capacity(count);
    while typed.len() < count {
        let Some(text) = wanted(&mut rng, residents) else { break };
        let mut so_far = String::new();
        for c in text.chars() {
            so_far.push(c);
            if so_far.chars().count() > 1 && c != ' ' && typed.len() < count {
                typed.push(so_far.clone());
            }
        }
    }
    typed
}

/// A whole query, before it is typed key by key.
fn wanted(rng: &mut Rng, residents: &[Resident]) -> Option<String> {
    let resident = residents.get(rng.below(residents.len()))?;
    let (first, last) = (resident.first.as_str(), resident.last.as_str());
    let text = match rng.below(20) {
        0..=3 => first.to_owned(),
        4..=9 => last.to_owned(),
        10..=11 => format!("{first} {last}"),
        12 => format!("{last} {first}"),
        13..=14 => without_accents(&format!("{first} {last}")),
        15..=17 => misspelt(rng, &without_accents(last)),
        18 => misspelt(rng, &without_accents(first)),
        _ => miss(rng),
    };
    Some(if text.trim().is_empty() { resident.shown_name.clone() } else { text })
}

/// The letters as a guest finds them on an English keyboard. This is what people do, not the rules' folding.
fn without_accents(text: &str) -> String {
    const PLAIN: &[(&str, char)] = &[
        ("àáâãäåąă", 'a'),
        ("çćč", 'c'),
        ("ďđ", 'd'),
        ("èéêëęěếệễ", 'e'),
        ("ğ", 'g'),
        ("ìíîïı", 'i'),
        ("łľ", 'l'),
        ("ñńň", 'n'),
        ("òóôõöøőồ", 'o'),
        ("řŕ", 'r'),
        ("śšşș", 's'),
        ("ťț", 't'),
        ("ùúûüůűư", 'u'),
        ("ýÿỳ", 'y'),
        ("źžż", 'z'),
    ];
    let plain =
        |c: char| PLAIN.iter().find(|(accented, _)| accented.contains(c)).map_or(c, |(_, plain)| *plain);
    text.to_lowercase().chars().map(plain).collect()
}

/// One typing error somewhere behind the first letter.
fn misspelt(rng: &mut Rng, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 4 {
        return text.to_owned();
    }
    let at = 1 + rng.below(letters.len() - 2);
    let other = char::from(b'a' + u8::try_from(rng.below(26)).unwrap_or(0));
    match rng.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters.swap(at, at + 1),
        _ => {
            if let Some(letter) = letters.get_mut(at) {
                *letter = other;
            }
        }
    }
    letters.into_iter().collect()
}

/// The name of nobody.
fn miss(rng: &mut Rng) -> String {
    const SYLLABLES: &[&str] = &["qua", "vex", "zor", "plim", "xu", "gra", "wob", "fny", "jix", "tulk"];
    (0..3).map(|_| uniform(rng, SYLLABLES)).collect()
}

struct Culture {
    first: &'static [&'static str],
    last: &'static [&'static str],
    /// Rare family names are put together from these.
    beginnings: &'static [&'static str],
    middles: &'static [&'static str],
    ends: &'static [&'static str],
}

const CULTURES: &[Culture] = &[
    // English
    Culture {
        first: &[
            "James",
            "Mary",
            "John",
            "Emma",
            "Michael",
            "Olivia",
            "Sarah",
            "David",
            "Emily",
            "Robert",
            "Grace",
            "Thomas",
            "Charlotte",
            "Daniel",
            "Hannah",
            "Matthew",
            "Ruby",
            "George",
            "Alice",
            "Henry",
            "Megan",
            "Oscar",
            "Lucy",
            "Simon",
        ],
        last: &[
            "Smith",
            "Brown",
            "Wilson",
            "MacDonald",
            "Johnson",
            "Taylor",
            "Campbell",
            "Anderson",
            "Jones",
            "Williams",
            "Thompson",
            "Stewart",
            "Robinson",
            "White",
            "Young",
            "Scott",
            "Clark",
            "Walker",
            "Baker",
            "Wright",
        ],
        beginnings: &[
            "Ash", "Black", "Brad", "Carl", "Crom", "Dun", "East", "Fair", "Green", "Hart", "Hol", "Kings",
            "Lang", "Mar", "New", "Oak", "Pem", "Raven", "Staf", "Thorn", "Wal", "West", "Whit", "Win",
        ],
        middles: &["a", "be", "bor", "den", "er", "ing", "le", "ley", "me", "ou"],
        ends: &[
            "bury", "by", "combe", "field", "ford", "gate", "ham", "hurst", "ley", "man", "shaw", "son",
            "stone", "ton", "well", "wood", "worth",
        ],
    },
    // Irish and Scots
    Culture {
        first: &[
            "Siobhán", "Seán", "Niamh", "Conor", "Aoife", "Liam", "Róisín", "Declan", "Ciara", "Eoin",
            "Fiona", "Callum", "Máire", "Pádraig", "Orla", "Rory",
        ],
        last: &[
            "O'Brien",
            "Murphy",
            "O'Connor",
            "Kelly",
            "McCarthy",
            "O'Neill",
            "Byrne",
            "Ryan",
            "O’Sullivan",
            "MacLeod",
            "Fitzgerald",
            "D'Arcy",
            "Kennedy",
            "Gallagher",
        ],
        beginnings: &["O'Ca", "O'Do", "O’Ha", "Mac", "Mc", "Fitz", "Kil", "Dun", "Gil", "O'Mal"],
        middles: &["lla", "nna", "ca", "ro", "go", "gui", "lee", "bri", "ke"],
        ends: &["ghan", "hy", "nnor", "ly", "vey", "nan", "rty", "ll", "gan", "ne", "han", "de"],
    },
    // French
    Culture {
        first: &[
            "Jean",
            "Marie",
            "Jean-Luc",
            "Élodie",
            "François",
            "Chloé",
            "Mathieu",
            "Geneviève",
            "Luc",
            "Noémie",
            "Étienne",
            "Zoé",
            "André",
            "Amélie",
            "Benoît",
            "Hélène",
            "Guillaume",
            "Océane",
            "Rémi",
            "Thérèse",
            "Anaïs",
            "Marc-André",
        ],
        last: &[
            "Tremblay",
            "Gagnon",
            "Roy",
            "Côté",
            "Bouchard",
            "Gauthier",
            "Morin",
            "Lavoie",
            "Fortin",
            "Gagné",
            "Ouellet",
            "Pelletier",
            "Bélanger",
            "Lévesque",
            "Bergeron",
            "Leblanc",
            "St-Pierre",
            "Lefèvre",
            "D'Amours",
            "L'Écuyer",
        ],
        beginnings: &[
            "Beau", "Bel", "Ber", "Cha", "Cour", "Des", "Du", "Gui", "La", "Le", "Mal", "Mont", "Per", "Ri",
            "Roche", "San", "Val", "Vigne",
        ],
        middles: &["ber", "bi", "cha", "don", "ga", "lé", "mar", "ni", "ré", "ri", "to", "vé"],
        ends: &[
            "ault", "ard", "beau", "court", "eau", "ette", "ier", "in", "mont", "nais", "on", "ot", "rière",
            "sseau", "ville", "é",
        ],
    },
    // Chinese, in Latin letters
    Culture {
        first: &[
            "Wei", "Xiaoming", "Li", "Jing", "Hui", "Yan", "Jun", "Mei-Ling", "Lei", "Fang", "Qiang", "Xin",
            "Yu", "Bo", "Ying", "Zhen", "Tao", "Na", "Hao", "Lin",
        ],
        last: &[
            "Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Zhou", "Xu", "Sun", "Ma",
            "Zhu", "Hu", "Guo", "He", "Gao", "Lin", "Luo", "Ouyang", "Szeto", "Cheung", "Wong",
        ],
        beginnings: &[],
        middles: &[],
        ends: &[],
    },
    // Chinese and Japanese, as written there
    Culture {
        first: &["小明", "丽", "伟", "芳", "秀英", "美玲", "志强", "さくら", "花子", "太郎", "健", "ユキ"],
        last: &["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "欧阳", "田中", "佐藤", "鈴木", "高橋"],
        beginnings: &[],
        middles: &[],
        ends: &[],
    },
    // Panjabi, Hindi, Tamil
    Culture {
        first: &[
            "Harpreet",
            "Gurpreet",
            "Amrit",
            "Priya",
            "Rahul",
            "Ananya",
            "Arjun",
            "Manpreet",
            "Jaspreet",
            "Lakshmi",
            "Vikram",
            "Deepa",
            "Karthik",
            "Sunita",
            "Raj",
            "Meera",
            "Balwinder",
            "Suresh",
        ],
        last: &[
            "Singh", "Kaur", "Patel", "Sharma", "Gill", "Sandhu", "Dhillon", "Grewal", "Kumar", "Gupta",
            "Reddy", "Iyer", "Nair", "Brar", "Sidhu", "Khan",
        ],
        beginnings: &[
            "Bala", "Chandra", "Deva", "Gopala", "Jaya", "Kanda", "Maha", "Nara", "Padma", "Raja", "Siva",
            "Subra", "Thiru", "Venkata", "Vija",
        ],
        middles: &["krish", "ma", "mani", "na", "ra", "ran", "sa", "ya"],
        ends: &[
            "jan", "kar", "lingam", "murthy", "nan", "nathan", "pillai", "raj", "ratnam", "samy", "walla",
            "yan",
        ],
    },
    // Arabic and Persian
    Culture {
        first: &[
            "Mohammed", "Fatima", "Ahmed", "Aisha", "Omar", "Layla", "Youssef", "Maryam", "Hassan", "Zahra",
            "Ali", "Noor", "Khalid", "Yasmin", "Reza", "Shirin",
        ],
        last: &[
            "Al-Masri", "Haddad", "El-Sayed", "Khoury", "Abdullah", "Rahman", "Hosseini", "Karimi",
            "Ben-Ali", "Al-Farsi", "Mansour", "Najjar", "Bouzid", "Tehrani",
        ],
        beginnings: &[
            "Abd", "Al-Ba", "Al-Ha", "Bou", "El-Kha", "Far", "Gha", "Ham", "Kar", "Mou", "Nas", "Qa", "Sha",
            "Tah", "Zar",
        ],
        middles: &["al", "da", "hi", "ma", "ra", "sse", "ou", "za"],
        ends: &["di", "ani", "bi", "eh", "hani", "lani", "mi", "our", "rifi", "wi", "zadeh", "ki"],
    },
    // Spanish, Portuguese, Filipino
    Culture {
        first: &[
            "José",
            "María",
            "Juan",
            "Sofía",
            "Luis",
            "Valentina",
            "João",
            "Inês",
            "Carlos",
            "Lucía",
            "Miguel Ángel",
            "Conceição",
            "Andrés",
            "Beatriz",
            "Jesús",
            "Maricel",
        ],
        last: &[
            "García",
            "Rodríguez",
            "Hernández",
            "Martínez",
            "López",
            "da Silva",
            "dos Santos",
            "González",
            "Muñoz",
            "Peña",
            "Ñáñez",
            "de la Cruz",
            "Reyes",
            "Fernández",
            "Gonçalves",
            "Bautista",
        ],
        beginnings: &[
            "Al", "Bar", "Cal", "Car", "Del", "Es", "Gal", "Her", "Mon", "Nava", "Or", "Pa", "Qui", "Sal",
            "Val", "Villa",
        ],
        middles: &["ba", "ca", "de", "ga", "la", "ma", "ra", "ri", "ta", "ve"],
        ends: &[
            "cón", "do", "dez", "gón", "jo", "lló", "món", "nte", "ño", "ra", "rez", "rro", "sco", "tes",
            "yo",
        ],
    },
    // Vietnamese and Korean
    Culture {
        first: &[
            "Anh",
            "Thị Hương",
            "Minh",
            "Đức",
            "Linh",
            "Quang",
            "Thảo",
            "Ji-Woo",
            "Min-Jun",
            "Seo-Yeon",
            "Hyun",
            "Tuấn",
            "Ngọc",
            "Phương",
            "Soo-Jin",
        ],
        last: &[
            "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Kim", "Park", "Lee", "Choi",
            "Jung", "김", "이",
        ],
        beginnings: &[],
        middles: &[],
        ends: &[],
    },
    // Polish, Ukrainian, Czech, Croatian, Hungarian, Romanian
    Culture {
        first: &[
            "Łukasz",
            "Agnieszka",
            "Piotr",
            "Oksana",
            "Jiří",
            "Kateřina",
            "Željko",
            "Đorđe",
            "Zsófia",
            "Ștefan",
            "Ivana",
            "Bogdan",
            "Małgorzata",
            "Andriy",
            "Tereza",
            "Šárka",
        ],
        last: &[
            "Kowalski",
            "Nowak",
            "Wiśniewska",
            "Shevchenko",
            "Novák",
            "Horvat",
            "Nagy",
            "Popescu",
            "Dvořák",
            "Kovalenko",
            "Szabó",
            "Zieliński",
            "Đurić",
            "Černý",
            "Wójcik",
        ],
        beginnings: &[
            "Bog", "Bor", "Chor", "Dom", "Gor", "Jas", "Kov", "Kra", "Lub", "Mar", "Now", "Pav", "Petr",
            "Rad", "Ston", "Vlad", "Wit", "Zar", "Žuk",
        ],
        middles: &["an", "al", "ar", "en", "icz", "il", "isz", "ko", "ow", "o"],
        ends: &[
            "čić", "ek", "enko", "eanu", "escu", "ević", "iak", "ić", "icki", "nik", "ova", "ović", "ska",
            "ski", "uk", "ýk",
        ],
    },
    // German, Dutch, Nordic
    Culture {
        first: &[
            "Jürgen",
            "Anneliese",
            "Søren",
            "Åsa",
            "Björn",
            "Gudrun",
            "Lars",
            "Þóra",
            "Wolfgang",
            "Femke",
            "Mikkel",
            "Käthe",
            "Æsa",
            "Joost",
            "Ingrid",
            "Günther",
        ],
        last: &[
            "Müller",
            "Schmidt",
            "Weiß",
            "Jørgensen",
            "Åkesson",
            "van der Berg",
            "Strauß",
            "Østergård",
            "Björnsson",
            "Große",
            "Schäfer",
            "de Vries",
            "Lindström",
            "Hansen",
        ],
        beginnings: &[
            "Alten", "Berg", "Blum", "Eisen", "Feld", "Grün", "Hagen", "Holm", "Kirch", "Lind", "Nord",
            "Rosen", "Schön", "Stein", "Sund", "Vester", "Weiss", "Öster",
        ],
        middles: &["a", "en", "er", "els", "ing", "s"],
        ends: &[
            "bach", "baum", "berg", "borg", "dal", "gaard", "hagen", "heim", "hof", "mann", "qvist", "sen",
            "stein", "ström", "thal", "wald",
        ],
    },
    // Nigerian, Ethiopian, Somali, Haitian
    Culture {
        first: &[
            "Chidi",
            "Ngozi",
            "Oluwaseun",
            "Adaeze",
            "Abebe",
            "Selam",
            "Abdi",
            "Hodan",
            "Kwame",
            "Ama",
            "Wilnise",
            "Dieudonné",
        ],
        last: &[
            "Okafor",
            "Adeyemi",
            "Tesfaye",
            "Mensah",
            "Jean-Baptiste",
            "Balogun",
            "Eze",
            "Warsame",
            "Kebede",
            "Pierre-Louis",
        ],
        beginnings: &[
            "Ade", "Aki", "Chuk", "Eme", "Ike", "Nna", "Oba", "Oke", "Olu", "Ugo", "Haile", "Gebre", "Tek",
        ],
        middles: &["bo", "chu", "da", "fu", "ma", "sho", "wa", "le"],
        ends: &[
            "bayo", "dike", "gbe", "kwu", "mariam", "medhin", "nmi", "sanya", "tola", "wale", "yinka", "zie",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_same_building_again() {
        let (a, b) = (residents(7, 500), residents(7, 500));
        assert!(a.iter().zip(&b).all(|(a, b)| a.shown_name == b.shown_name && a.shown == b.shown));
        assert_eq!(keystrokes(7, &a, 300), keystrokes(7, &b, 300));
        assert_ne!(keystrokes(7, &a, 300), keystrokes(8, &a, 300));
    }

    #[test]
    fn names_are_as_varied_as_in_a_town() {
        let people = residents(1, 30_000);
        assert!(people.iter().all(|person| !person.shown_name.is_empty()));
        let shown = people.iter().filter(|person| person.shown).count();
        assert!((20_500..21_500).contains(&shown), "{shown}");
        let lasts: std::collections::BTreeSet<_> = people.iter().map(|person| person.last.as_str()).collect();
        assert!(lasts.len() > 5_000, "{}", lasts.len());
    }
}
