//! What people are written, in their language.

use vestibule::document::Language;

/// The letter that invites a resident: its subject and its text.
#[must_use]
pub fn invitation(language: Language, building: &str, name: &str, link: &str) -> (String, String) {
    let building = line(building);
    match language {
        Language::En => (
            format!("Your access to {building}"),
            format!(
                "Hello {name},\n\n\
                 {building} invites you to its resident pages, where you book guest parking and invite your guests.\n\n\
                 Choose your password here, within seven days:\n{link}\n\n\
                 The link can be used once. If you did not expect this message, you need not do anything.\n"
            ),
        ),
        Language::Fr => (
            format!("Votre accès à {building}"),
            format!(
                "Bonjour {name},\n\n\
                 {building} vous invite à ses pages pour résidents : vous y réservez le stationnement de vos invités \
                 et leur donnez accès.\n\n\
                 Choisissez votre mot de passe ici, dans les sept jours :\n{link}\n\n\
                 Le lien ne sert qu’une fois. Si vous n’attendiez pas ce message, vous n’avez rien à faire.\n"
            ),
        ),
    }
}

/// The text message that does the same.
#[must_use]
pub fn invitation_sms(language: Language, building: &str, link: &str) -> String {
    let building = line(building);
    match language {
        Language::En => {
            format!("{building}: choose your password for the resident pages within 7 days: {link}")
        }
        Language::Fr => {
            format!(
                "{building} : choisissez dans les 7 jours votre mot de passe pour les pages de résidents : {link}"
            )
        }
    }
}

/// A name on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
