//! The form of e-mail addresses: the pattern by which browsers check `<input type=email>` (SPEC 2.2).

use crate::document::trimmed;

/// The longest label of a domain.
const LABEL: usize = 63;

/// Whether an address, trimmed, has the form that the HTML standard calls valid.
pub(super) fn is_well_formed(address: &str) -> bool {
    let address = trimmed(address).as_bytes();
    // The first one: there is none in a mailbox.
    let Some(at) = address.iter().position(|byte| *byte == b'@') else { return false };
    let (mailbox, domain) = address.split_at(at);
    !mailbox.is_empty() && mailbox.iter().all(is_mailbox_byte) && is_domain(domain)
}

fn is_mailbox_byte(byte: &u8) -> bool {
    match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => true,
        // .!#$%&'*+/=?^_`{|}~- and nothing else of ASCII
        b'.' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~' | b'-' => {
            true
        }
        _ => false,
    }
}

/// After `@` labels with dots between them: letters, digits and hyphens, with no hyphen at either end.
fn is_domain(domain: &[u8]) -> bool {
    let (mut length, mut last) = (0, b'.');
    for byte in domain.iter().skip(1) {
        length += 1;
        match byte {
            b'.' if matches!(last, b'.' | b'-') => return false,
            b'.' => length = 0,
            b'-' if last == b'.' => return false,
            b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if length <= LABEL => {}
            _ => return false,
        }
        last = *byte;
    }
    !matches!(last, b'.' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn follows_the_html_standard() {
        let longest = format!("a@{}", "b".repeat(63));
        for good in ["a@b", " a@b.c\u{a0}", ".a..b.@x", "o'shea+1@mail.example.org", "a@0-9.x", &longest] {
            assert!(is_well_formed(good), "{good}");
        }
        let too_long = format!("a@{}", "b".repeat(64));
        for bad in [
            "",
            "@",
            "a",
            "a@",
            "@b",
            "a@b@c",
            "a b@c",
            "a@b c",
            "a@-b",
            "a@b-",
            "a@b..c",
            "a@.b",
            "a@b.",
            "é@b",
            "a@é.ca",
            "a@b_c",
            "a,b@c",
            "a@[127.0.0.1]",
            "\"a\"@b",
            &too_long,
        ] {
            assert!(!is_well_formed(bad), "{bad}");
        }
        assert!(!is_well_formed(&format!("{}@b.", "a".repeat(10_000_000))));
    }
}
