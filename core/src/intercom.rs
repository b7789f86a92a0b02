//! Whom "Call management" calls, and when other visitors can be helped to park (SPEC 7).

use crate::calendar::{Now, weekly};
use crate::document::{Amenity, AmenityKind, Document, IntercomContact, Manager, SuiteUse};
use crate::table::HashSet;

/// The contact that "Call management" calls now (SPEC 7.3): the first listed one that is enabled and open. `None` means
/// that the button is not shown.
///
/// Hours are read off the clock on the wall (SPEC 7.2): on a day when the clock changes, an hour that happens twice is
/// open both times, and one that is left out never comes. A contact without a number counts; connecting the call is
/// the host's matter.
#[must_use]
pub fn callable<'d>(contacts: &'d [IntercomContact], now: &Now<'_>) -> Option<&'d IntercomContact> {
    let wall = now.local();
    contacts.iter().find(|contact| {
        let hours = contact.hours.as_ref().map(|windows| windows.iter().map(weekly::Window::from));
        contact.enabled && weekly::is_open(hours, |date| contact.closed_on.contains(&date), wall)
    })
}

/// Whether staff can book parking for other visitors (SPEC 7.1): an amenity for guest parking is enabled, and a
/// management suite has a manager.
#[must_use]
pub fn other_visitor_shortcut(document: &Document) -> bool {
    let is_for_guests =
        |amenity: &Amenity| amenity.enabled && matches!(amenity.kind, AmenityKind::GuestParking);
    let mut management: HashSet<&str> = HashSet::new();
    for suite in &document.suites {
        if suite.used_for == SuiteUse::Management {
            management.insert(&suite.id);
        }
    }
    let is_managed =
        |manager: &Manager| manager.suite.as_deref().is_some_and(|suite| management.contains(suite));
    document.amenities.iter().any(is_for_guests) && document.managers.iter().any(is_managed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Instant, ZoneRules};
    use crate::document::from_json;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn contacts(list: &str) -> Vec<IntercomContact> {
        from_json(list).unwrap()
    }

    fn called(contacts: &[IntercomContact], zone: &str, at: &str) -> Option<String> {
        let zone = ZoneRules::bundled(zone).unwrap();
        let now = Now::new(zone.clock(), Instant::parse(at).unwrap());
        callable(contacts, &now).map(|contact| contact.id.clone())
    }

    #[test]
    fn the_first_listed_one_that_is_enabled_and_open_is_called() {
        let contacts = contacts(
            r#"[{"id":"z-off","name":"x","enabled":false},
                {"id":"office","name":"x","hours":[{"days":["mon"],"open":"09:00","close":"17:00"}]},
                {"id":"night","name":"x","hours":[{"days":["mon"],"open":"16:00","close":"02:00"}]}]"#,
        );
        let called = |at| called(&contacts, "Europe/Paris", at);
        // 2026-05-04 is a Monday; Paris is two hours ahead of UTC.
        assert_eq!(called("2026-05-04T06:59:59Z").as_deref(), None);
        assert_eq!(called("2026-05-04T07:00:00Z").as_deref(), Some("office"));
        assert_eq!(called("2026-05-04T14:59:59Z").as_deref(), Some("office"));
        assert_eq!(called("2026-05-04T15:00:00Z").as_deref(), Some("night"));
        assert_eq!(called("2026-05-04T23:59:59Z").as_deref(), Some("night"));
        assert_eq!(called("2026-05-05T00:00:00Z").as_deref(), None);
    }

    #[test]
    fn hours_go_by_the_clock_on_the_wall_when_it_changes() {
        let open = |open: &str, close: &str| {
            contacts(&format!(
                r#"[{{"id":"c","name":"x","hours":[{{"days":["sun"],"open":"{open}","close":"{close}"}}]}}]"#
            ))
        };
        let is_open = |contacts: &[IntercomContact], at| called(contacts, "America/Toronto", at).is_some();
        // The hour from 01:00 happens twice on 2026-11-01 and is open both times.
        let twice = open("01:00", "02:00");
        for (at, expected) in [
            ("2026-11-01T04:59:59Z", false),
            ("2026-11-01T05:00:00Z", true),
            ("2026-11-01T06:59:59Z", true),
            ("2026-11-01T07:00:00Z", false),
        ] {
            assert_eq!(is_open(&twice, at), expected, "{at}");
        }
        // A window that closes and opens again within it does so twice.
        let half = open("01:00", "01:30");
        assert!(is_open(&half, "2026-11-01T05:29:59Z") && !is_open(&half, "2026-11-01T05:30:00Z"));
        assert!(is_open(&half, "2026-11-01T06:00:00Z") && !is_open(&half, "2026-11-01T06:30:00Z"));
        // The hour from 02:00 is left out on 2026-03-08.
        let gap = open("02:00", "03:00");
        assert!(!is_open(&gap, "2026-03-08T06:59:59Z") && !is_open(&gap, "2026-03-08T07:00:00Z"));
    }

    #[test]
    fn the_shortcut_needs_an_amenity_and_a_manager_in_a_management_suite() {
        let document = |enabled: bool, used_for: &str, suite: &str| {
            Document::from_json(&format!(
                r#"{{"format":"vestibule/1","building":{{"id":"b","name":"B","zone":"Europe/Paris","kind":"rental"}},
                "suites":[{{"id":"s","number":"1","use":"{used_for}"}}],
                "managers":[{{"id":"m"{suite}}}],
                "amenities":[{{"id":"off","name":"P","enabled":false,"capacity":1}},
                {{"id":"a","name":"P","enabled":{enabled},"capacity":1}}]}}"#
            ))
            .unwrap()
        };
        let assigned = r#","suite":"s""#;
        assert!(other_visitor_shortcut(&document(true, "management", assigned)));
        assert!(!other_visitor_shortcut(&document(false, "management", assigned)));
        assert!(!other_visitor_shortcut(&document(true, "residential", assigned)));
        assert!(!other_visitor_shortcut(&document(true, "management", "")));
    }
}
