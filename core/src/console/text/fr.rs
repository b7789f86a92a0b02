//! French, as written in Canada: no space before `?` and `!`, a no-break space before `:`.

use super::{Text, all, write_number, write_year};
use crate::calendar::month_and_day;
use crate::console::screen::ChoiceKind;
use crate::document::VehicleField;
use chrono::{Datelike, NaiveDate};
use core::fmt::{Result, Write};

pub(super) fn words(text: &Text<'_>) -> &'static str {
    match text {
        Text::Name(_) => "{}",
        Text::Welcome(_) => "Bienvenue\u{a0}: {}",
        Text::HowCanWeHelp => "Que souhaitez-vous faire?",
        Text::Choice(kind) => choice(*kind),

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
        Text::DirectoryCode(_) => "Code {}",
        Text::Calling => "Appel en cours",
        Text::CallHint => "Veuillez attendre une réponse.",
        Text::Management => "Gestion de l’immeuble",

        Text::ParkingTitle => "Stationnement des visiteurs",
        Text::WhomDoYouVisit => "Qui visitez-vous?",
        Text::SuiteSearchTitle => "Trouver un appartement",
        Text::SuiteLabel => "Appartement",
        Text::SuiteHint => "Tapez le numéro de l’appartement que vous visitez.",
        Text::NoSuite => "Cet appartement n’existe pas.",
        Text::Suite(_) => "Appartement {}",
        Text::OtherVisitorTitle => "Autres visiteurs",
        Text::PlateHint => "Tapez la plaque d’immatriculation de votre véhicule.",
        Text::GuestOf(_) => "Visite\u{a0}: {}",
        Text::ChooseBooking => "Quel véhicule est le vôtre?",
        Text::NoPlateYet => "Véhicule encore sans plaque",
        Text::Day(_) => "{}",
        Text::Days(..) => "du {} au {}",
        Text::SimilarTitle => "Est-ce votre véhicule?",
        Text::SimilarQuestion => "Une réservation avec une plaque semblable existe.",
        Text::DetailsTitle => "Votre véhicule",
        Text::Field(VehicleField::Plate) => "Plaque d’immatriculation",
        Text::Field(VehicleField::Make) => "Marque",
        Text::Field(VehicleField::Model) => "Modèle",
        Text::Field(VehicleField::Color) => "Couleur",
        Text::Step(..) => "Détail {} de {}",
        Text::FieldNeeded => "Ce détail est nécessaire pour vous enregistrer.",
        Text::ConfirmTitle => "Vous enregistrer?",
        Text::Through(_) => "Stationnement jusqu’au {} inclus.",
        Text::WithoutBooking => "Stationnement sans réservation.",
        Text::CheckedInTitle => "Enregistrement confirmé",
        Text::Enjoy => "Bonne visite.",
        Text::AlreadyTitle => "Enregistrement déjà fait",
        Text::NextCheckIn(_) => "Veuillez vous enregistrer de nouveau le {}.",
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
        Text::OpensIn(_) => "Réouverture dans {}.",

        Text::Submit => "OK",
        Text::Next => "Suivant",
        Text::Back => "Retour",
    }
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

pub(super) fn date(date: NaiveDate, out: &mut dyn Write) -> Result {
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
    let (month, day) = month_and_day(date);
    let month = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
    let ordinal = if day == 1 { "er" } else { "" };
    write_number(day.into(), out)?;
    all(&[ordinal, " ", month, " "], out)?;
    write_year(date.year(), out)
}
