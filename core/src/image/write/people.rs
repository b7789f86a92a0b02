//! Residents with their codes and shown names, suites and doors.

use super::parking::Booked;
use super::{Writer, small};
use crate::directory::index::NameIndex;
use crate::directory::shown_name;
use crate::directory::suites::NaturalKey;
use crate::document::{CheckIn, CheckInSubject, Host, Resident, Suite, SuiteUse};
use crate::image::format::{Section, put_text};
use crate::packed;
use crate::people::residency::times_lived_in;
use crate::table::{HashMap, HashSet};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDateTime;
use core::ops::Range;

/// The residents and suites of an image, by their handles.
pub(super) struct People<'b> {
    pub(super) listed: Vec<&'b Resident>,
    pub(super) residents: HashMap<&'b str, u32>,
    pub(super) suites: HashMap<&'b str, u32>,
}

/// A resident of the image.
struct Listed<'b> {
    resident: &'b Resident,
    times: u32,
    /// None when hidden, and for who never lives here on the image's days.
    shown: Option<String>,
}

impl<'b> Writer<'b> {
    /// Writes everyone whom a console may reach or whose bookings it may be asked for.
    pub(super) fn put_people(&mut self, booked: &Booked<'b>, walk_ins: &[&'b CheckIn]) -> People<'b> {
        let listed = self.list_residents(booked, walk_ins);
        let mut texts = Vec::with_capacity(listed.len());
        let mut times = Vec::with_capacity(listed.len());
        for one in &listed {
            texts.push(self.text(&one.resident.directory_code));
            if let Some(name) = &one.shown {
                put_text(&mut self.pool, name);
            }
            times.push(one.times * 2 + u32::from(one.shown.is_none()));
        }
        let shown: Vec<(u32, &Listed<'b>)> =
            (0..).zip(&listed).filter(|(_, one)| one.shown.is_some()).collect();
        let names = NameIndex::new(shown.iter().map(|(_, one)| {
            (one.shown.as_deref().unwrap_or_default(), one.resident.directory_code.as_str())
        }));
        let residents_of_entries: Vec<u32> = (0..small(names.len()))
            .filter_map(|rank| shown.get(names.entry(rank) as usize).map(|(resident, _)| *resident))
            .collect();
        names.names().write(self.section(Section::Names));
        packed::write(&texts, self.section(Section::ResidentTexts));
        packed::write(&times, self.section(Section::ResidentTimes));
        packed::write(&residents_of_entries, self.section(Section::EntryResidents));

        let residents =
            listed.iter().zip(0..).map(|(one, handle)| (one.resident.id.as_str(), handle)).collect();
        let listed = listed.into_iter().map(|one| one.resident).collect();
        People { listed, residents, suites: self.put_suites_and_doors() }
    }

    /// Those who live here on the image's days, who hold a booking, or whom a walk-in has visited; each with the times of
    /// living here.
    pub(super) fn choose_residents(
        &self,
        booked: &Booked<'b>,
        walk_ins: &[&'b CheckIn],
    ) -> Vec<(&'b Resident, Vec<Range<NaiveDateTime>>)> {
        let hosts = walk_ins.iter().filter_map(|check_in| match &check_in.subject {
            CheckInSubject::WalkIn(Host::Resident(id)) => Some(id.as_str()),
            _ => None,
        });
        let needed: HashSet<&str> = booked.holders().chain(hosts).collect();
        let opens_at = self.document.settings.move_in_opens_at;
        let residents = self.document.residents.iter();
        let timed = residents.map(|resident| (resident, times_lived_in(&resident.residencies, opens_at)));
        let chosen = timed.filter(|(resident, times)| {
            !self.clamp(times).is_empty() || needed.contains(resident.id.as_str())
        });
        chosen.collect()
    }

    /// The residents in order of their codes, then of their ids.
    fn list_residents(&mut self, booked: &Booked<'b>, walk_ins: &[&'b CheckIn]) -> Vec<Listed<'b>> {
        let mut chosen = self.choose_residents(booked, walk_ins);
        let key = |resident: &'b Resident| (resident.directory_code.as_str(), resident.id.as_str());
        chosen.sort_by_key(|(resident, _)| key(resident));
        let mut listed = Vec::with_capacity(chosen.len());
        for (resident, times) in chosen {
            let ever_here = !self.clamp(&times).is_empty();
            let shown = (ever_here && resident.display.on_entry_system).then(|| shown_name(resident));
            listed.push(Listed { resident, times: self.time_set(&times), shown });
        }
        listed
    }

    /// Suites in natural order, the residential ones first; doors by id.
    fn put_suites_and_doors(&mut self) -> HashMap<&'b str, u32> {
        let document = self.document;
        let mut suites: Vec<(bool, NaturalKey, &'b Suite)> = document
            .suites
            .iter()
            .map(|suite| (suite.used_for != SuiteUse::Residential, NaturalKey::new(&suite.number), suite))
            .collect();
        suites.sort_by(|(a_last, a_key, a), (b_last, b_key, b)| {
            (a_last, a_key, &a.id).cmp(&(b_last, b_key, &b.id))
        });
        self.residential = small(suites.iter().filter(|(last, _, _)| !last).count());
        let mut places = Vec::with_capacity(suites.len());
        for (_, _, suite) in &suites {
            places.push(self.text(&suite.number));
            put_text(&mut self.pool, &suite.id);
        }
        packed::write(&places, self.section(Section::Suites));
        let doors: Vec<u32> = self.doors().into_iter().map(|id| self.text(id)).collect();
        packed::write(&doors, self.section(Section::Doors));
        suites.iter().zip(0..).map(|((_, _, suite), handle)| (suite.id.as_str(), handle)).collect()
    }

    /// The ids of the doors, ascending: a door's place is its number.
    pub(super) fn doors(&self) -> Vec<&'b str> {
        let mut doors: Vec<&'b str> = self.document.doors.iter().map(|door| door.id.as_str()).collect();
        doors.sort_unstable();
        doors
    }
}
