//! French, as written in Canada: no space before `?` and `!`, a no-break space before `:`.

use super::{Text, minutes_and_seconds};
use crate::console::screen::ChoiceKind;
use crate::document::VehicleField;
use alloc::format;
use alloc::string::String;
use chrono::{Datelike, NaiveDate};

pub(super) fn say(text: Text<'_>) -> String {
    let fixed = match text {
        Text::Welcome(building) => return format!("Bienvenue\u{a0}: {building}"),
        Text::HowCanWeHelp => "Que souhaitez-vous faire?",
        Text::Choice(kind) => choice(kind),

        Text::NameSearchTitle => "Trouver un résident",
        Text::NameLabel => "Nom",
        Text::NameHint => "Tapez le nom de la personne que vous visitez.",
        Text::TooShort => "Continuez à taper.",
        Text::NobodyFound => "Personne n’est inscrit sous ce nom.",
        Text::MoreNames => "D’autres noms correspondent. Continuez à taper.",
        Text::DialTitle => "Composer un code du répertoire",
        Text::DialLabel => "Code",
        Text::DialHint => "Tapez les quatre chiffres reçus de votre hôte.",
        Text::UnknownCode => "Ce code ne joint personne.",
        Text::DirectoryCode(code) => return format!("Code {code}"),
        Text::Calling => "Appel en cours",
        Text::CallHint => "Veuillez attendre une réponse.",
        Text::Management => "Gestion de l’immeuble",

        Text::ParkingTitle => "Stationnement des visiteurs",
        Text::WhomDoYouVisit => "Qui visitez-vous?",
        Text::SuiteSearchTitle => "Trouver un appartement",
        Text::SuiteLabel => "Appartement",
        Text::SuiteHint => "Tapez le numéro de l’appartement que vous visitez.",
        Text::NoSuite => "Cet appartement n’existe pas.",
        Text::Suite(number) => return format!("Appartement {number}"),
        Text::OtherVisitorTitle => "Autres visiteurs",
        Text::PlateHint => "Tapez la plaque d’immatriculation de votre véhicule.",
        Text::GuestOf(host) => return format!("Visite\u{a0}: {host}"),
        Text::ChooseBooking => "Quel véhicule est le vôtre?",
        Text::NoPlateYet => "Véhicule encore sans plaque",
        Text::Days(from, through) if from == through => return date(from),
        Text::Days(from, through) => return format!("du {} au {}", date(from), date(through)),
        Text::SimilarTitle => "Est-ce votre véhicule?",
        Text::SimilarQuestion => "Une réservation avec une plaque semblable existe.",
        Text::DetailsTitle => "Votre véhicule",
        Text::Field(VehicleField::Plate) => "Plaque d’immatriculation",
        Text::Field(VehicleField::Make) => "Marque",
        Text::Field(VehicleField::Model) => "Modèle",
        Text::Field(VehicleField::Color) => "Couleur",
        Text::Step(step, steps) => return format!("Détail {step} de {steps}"),
        Text::FieldNeeded => "Ce détail est nécessaire pour vous enregistrer.",
        Text::ConfirmTitle => "Vous enregistrer?",
        Text::Through(day) => return format!("Stationnement jusqu’au {} inclus.", date(day)),
        Text::WithoutBooking => "Stationnement sans réservation.",
        Text::CheckedInTitle => "Enregistrement confirmé",
        Text::Enjoy => "Bonne visite.",
        Text::AlreadyTitle => "Enregistrement déjà fait",
        Text::NextCheckIn(day) => return format!("Veuillez vous enregistrer de nouveau le {}.", date(day)),
        Text::NothingMore => "Il n’y a rien d’autre à faire.",
        Text::NoBookingTitle => "Aucune réservation trouvée",
        Text::AskResident => "Demandez à votre hôte de réserver une place de stationnement.",
        Text::AskSuite => "Demandez au résident de l’appartement de réserver une place de stationnement.",
        Text::AskManagement => "Demandez à la gestion de réserver une place de stationnement.",
        Text::ManagementClosed => "La gestion ne peut être jointe en ce moment.",

        Text::EntryCodeTitle => "Entrer avec un code",
        Text::EntryCodeLabel => "Code d’entrée",
        Text::EntryCodeHint => "Tapez le code d’entrée de votre invitation.",
        Text::WrongCode => "Ce code n’ouvre pas la porte en ce moment.",
        Text::UnlockedTitle => "Bienvenue",
        Text::UnlockedHint => "La porte est ouverte.",

        Text::LockedTitle => "Veuillez patienter",
        Text::SearchLocked => "Il y a eu beaucoup de recherches. Le répertoire rouvrira bientôt.",
        Text::CodeLocked => "Il y a eu trop de codes erronés.",
        Text::OpensIn(seconds) => return format!("Réouverture dans {}.", minutes_and_seconds(seconds)),

        Text::Submit => "OK",
        Text::Next => "Suivant",
        Text::Back => "Retour",
    };
    fixed.into()
}

fn choice(kind: ChoiceKind) -> &'static str {
    match kind {
        ChoiceKind::SearchName => "Trouver un résident par son nom",
        ChoiceKind::DialCode => "Composer un code du répertoire",
        ChoiceKind::GuestParking => "Stationnement des visiteurs",
        ChoiceKind::EntryCode => "Entrer avec un code",
        ChoiceKind::CallManagement => "Appeler la gestion",
        ChoiceKind::SearchSuite => "Trouver un appartement",
        ChoiceKind::OtherVisitor => "Autre visiteur\u{a0}: entrepreneur, livreur",
        ChoiceKind::Resident => "Résident",
        ChoiceKind::Suite => "Appartement",
        ChoiceKind::Booking => "Réservation",
        ChoiceKind::OtherVehicle => "Autre véhicule, sans réservation",
        ChoiceKind::CallResident => "Appeler",
        ChoiceKind::Yes => "Oui",
        ChoiceKind::No => "Non",
        ChoiceKind::CheckIn => "M’enregistrer",
        ChoiceKind::Done => "Terminer",
    }
}

fn date(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    let ordinal = if day.day() == 1 { "er" } else { "" };
    format!("{}{ordinal} {month} {}", day.day(), day.year())
}
