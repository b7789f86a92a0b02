//! The guest's decision over the five bookings of one resident, beside what could be used in its place.
//!
//! The question: which stays need a check-in today, by their first booking that counts and the last day that it would
//! cover? Every peer gets days as numbers and what is prepared once; what a peer cannot express is worked out for it, and
//! the table says so.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use cel::{Context, Env, Program};
use regorus::{Engine, Value};
use rusqlite::Connection;
use serde_json::json;
use vestibule::parking::matching::{Target, decide};
use vestibule_benches::documents::{self, five_bookings, open};
use vestibule_benches::floor::{FlatDecision, FlatNow, Floor};

const RECHECK: i64 = 7;
/// The day of the question; the bookings' days count from it.
const TODAY: i64 = 100;
/// Minutes of the day of the question.
const NOW: i64 = TODAY * 1440 + 18 * 60;

/// A stay that is due: position of the booking, and the last day that a check-in would cover.
type Due = Vec<(i64, i64)>;

/// A booking as the peers get it; the same five as [`five_bookings`].
struct Fact {
    plate: &'static str,
    first: i64,
    last: i64,
    end: i64,
    /// The day on which it was checked in.
    checked_in: Option<i64>,
    /// For peers that cannot group: the stay, and the days of its check-ins.
    stay: i64,
    stay_visits: &'static [i64],
}

fn facts() -> Vec<Fact> {
    let fact = |plate, first: i64, last: i64, stay, checked_in: Option<i64>, stay_visits| Fact {
        plate,
        first: TODAY + first,
        last: TODAY + last,
        end: (TODAY + last) * 1440 + 11 * 60,
        checked_in,
        stay,
        stay_visits,
    };
    vec![
        fact("rt580k", -2, 0, 0, Some(TODAY - 2), &[TODAY - 2]),
        fact("rt580k", 0, 2, 0, None, &[TODAY - 2]),
        fact("bb211c", 0, 1, 1, None, &[]),
        fact("xy377d", 0, 1, 2, None, &[]),
        fact("xy377d", 1, 2, 2, None, &[]),
    ]
}

/// Prints the table.
pub fn compare() {
    let expected: Due = vec![(2, TODAY + 1), (3, TODAY + 2)];
    let building = open(five_bookings());
    let now = building.now(documents::now(&building));
    let (ledger, settings) = (building.ledger(), &building.document().settings);
    let slots = ledger.of_resident("r0");
    let (floor, flat_now) = (Floor::new(&building), FlatNow::new(&now));
    let by_hand = || floor.decide(black_box(0), RECHECK as i32, flat_now);
    assert_eq!(
        by_hand(),
        FlatDecision::of(&decide(slots, ledger, settings, &now)),
        "the floor does the same job"
    );

    println!("\n{:<34}{:>12}{:>9}  cannot say", "decision over 5 bookings", "ns", "x ours");
    let ours = time(|| decide(black_box(slots), ledger, settings, &now));
    row("vestibule", ours, ours, "");
    row("by hand: days as numbers, flat", time(by_hand), ours, "window, several residencies, clock changes");
    let target = Target::Resident("r0".into());
    let whole = time(|| building.match_bookings(black_box(&target), &now));
    row("vestibule, the answer in words", whole, ours, "");

    let facts = facts();
    let sqlite = Sqlite::new(&facts).expect("a database in memory");
    assert_eq!(sqlite.due(), expected, "SQLite");
    row("SQLite, window functions", time(|| sqlite.due()), ours, "lanes, privacy");

    let (mut rego, input) = (Rego::new(), rego_input(&facts));
    assert_eq!(rego.due(&input), expected, "Rego");
    row("Rego (regorus)", time(|| rego.due(&input)), ours, "lanes, privacy, order but by position");

    let cel = Cel::new(&facts);
    let due: Vec<i64> = expected.iter().map(|(booking, _)| *booking).collect();
    assert_eq!(cel.due(), due, "CEL");
    row("CEL (cel), stays given", time(|| cel.due()), ours, "grouping, days covered, privacy, order");
    println!(
        "\nSQLite and Rego find the stays themselves, from the bookings; CEL is given them and answers with bookings only. Privacy: \
         masking plates,\nand that nothing else of a record is answered. zen-engine is left out, since its tree has over 350 \
         crates; Cedar and JSONLogic\nhave no grouping and no arithmetic over lists of records to ask this with."
    );
}

fn row(name: &str, nanos: f64, ours: f64, cannot: &str) {
    println!("{name:<34}{nanos:>12.0}{:>9.1}  {cannot}", nanos / ours);
}

/// Nanoseconds for one call, at the best of many rounds.
fn time<T>(mut call: impl FnMut() -> T) -> f64 {
    const CALLS: u32 = 1_000;
    let mut round = || {
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(call());
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
    };
    (0..25).map(|_| round()).fold(f64::MAX, f64::min)
}

/// Stays by gaps and islands, prepared once as a statement.
struct Sqlite(Connection);

const SQL: &str = "
WITH own AS (
    SELECT *, max(last) OVER (PARTITION BY amenity, suite, plate ORDER BY start, end, id
                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
    FROM bookings WHERE resident = ?1 AND approval = 'approved'
), chained AS (
    SELECT *, sum(reached IS NULL OR first > reached + 1)
              OVER (PARTITION BY amenity, suite, plate ORDER BY start, end, id) AS number
    FROM own
), visited AS (
    SELECT chained.*, max(last) OVER stay AS stay_last, max(day) OVER stay AS visited
    FROM chained LEFT JOIN check_ins ON booking = id AND day <= ?2
    WINDOW stay AS (PARTITION BY amenity, suite, plate, number)
), counting AS (
    SELECT *, row_number() OVER (PARTITION BY amenity, suite, plate, number ORDER BY start, end, id) AS place
    FROM visited
    WHERE end > ?3 AND (first = ?2 OR first < ?2 AND last >= ?2 AND visited IS NOT NULL)
)
SELECT id, min(stay_last, ?2 + ?4 - 1) FROM counting
WHERE place = 1 AND (visited IS NULL OR visited + ?4 <= ?2) ORDER BY start, plate, id";

impl Sqlite {
    fn new(facts: &[Fact]) -> rusqlite::Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(
            "PRAGMA temp_store = memory;
             CREATE TABLE bookings(id INTEGER PRIMARY KEY, resident TEXT, amenity TEXT, suite TEXT, plate TEXT, approval TEXT,
                                   start INTEGER, end INTEGER, first INTEGER, last INTEGER);
             CREATE INDEX by_resident ON bookings(resident);
             CREATE TABLE check_ins(booking INTEGER PRIMARY KEY, day INTEGER)",
        )?;
        for (id, fact) in facts.iter().enumerate() {
            let start = fact.first * 1440 + 17 * 60;
            connection.execute(
                "INSERT INTO bookings VALUES (?1, 'r0', 'visitor-parking', 's0', ?2, 'approved', ?3, ?4, ?5, ?6)",
                (id as i64, fact.plate, start, fact.end, fact.first, fact.last),
            )?;
            if let Some(day) = fact.checked_in {
                connection.execute("INSERT INTO check_ins VALUES (?1, ?2)", (id as i64, day))?;
            }
        }
        Ok(Self(connection))
    }

    fn due(&self) -> Due {
        let mut select = self.0.prepare_cached(SQL).expect("a statement that is right");
        let rows =
            select.query_map((black_box("r0"), TODAY, NOW, RECHECK), |row| Ok((row.get(0)?, row.get(1)?)));
        rows.expect("a query that is right").filter_map(Result::ok).collect()
    }
}

/// Stays by the booking that opens each: one that no earlier booking of the same car reaches.
struct Rego(Engine);

const POLICY: &str = "
package guest
import rego.v1

same(a, b) if {
    a.plate == b.plate
    a.suite == b.suite
    a.amenity == b.amenity
}

reached(i) if {
    some j
    j < i
    same(input.bookings[j], input.bookings[i])
    input.bookings[j].last + 1 >= input.bookings[i].first
}

opens contains i if {
    some i, _ in input.bookings
    not reached(i)
}

stay[i] := max({j | some j in opens; j <= i; same(input.bookings[j], b)}) if some i, b in input.bookings

visits[s] contains d if {
    some i, b in input.bookings
    s := stay[i]
    d := b.visits[_]
    d <= input.today
}

today(i) if input.bookings[i].first == input.today

today(i) if {
    input.bookings[i].first < input.today
    input.bookings[i].last >= input.today
    visits[stay[i]]
}

counting[s] contains i if {
    some i, b in input.bookings
    b.approval == \"approved\"
    b.end > input.now
    today(i)
    s := stay[i]
}

covered(s) if {
    some d in visits[s]
    d + input.recheck > input.today
}

due := [[booking, through] |
    some s, own in counting
    not covered(s)
    booking := min(own)
    through := min({max({input.bookings[i].last | stay[i] == s}), (input.today + input.recheck) - 1})
]
";

impl Rego {
    fn new() -> Self {
        let mut engine = Engine::new();
        engine.add_policy("guest.rego".into(), POLICY.into()).expect("a policy that is right");
        Self(engine)
    }

    fn due(&mut self, input: &Value) -> Due {
        self.0.set_input(input.clone());
        let due = self.0.eval_rule("data.guest.due".into()).expect("a rule that is right");
        let pair = |pair: &Value| Some((pair[0].as_i64().ok()?, pair[1].as_i64().ok()?));
        due.as_array().expect("a list").iter().filter_map(pair).collect()
    }
}

fn rego_input(facts: &[Fact]) -> Value {
    let booking = |fact: &Fact| {
        json!({
            "plate": fact.plate, "suite": "s0", "amenity": "visitor-parking", "approval": "approved",
            "first": fact.first, "last": fact.last, "end": fact.end, "visits": Vec::from_iter(fact.checked_in),
        })
    };
    let bookings: Vec<_> = facts.iter().map(booking).collect();
    let input = json!({ "bookings": bookings, "today": TODAY, "now": NOW, "recheck": RECHECK });
    Value::from_json_str(&input.to_string()).expect("JSON")
}

/// An expression over bookings that know their stay.
struct Cel {
    program: Program,
    context: Context<'static, 'static>,
}

const EXPRESSION: &str = "bookings.filter(b, b.approval == 'approved' && b.end > now \
    && (b.first == today || b.first < today && b.last >= today && b.visits.exists(d, d <= today)) \
    && !b.visits.exists(d, d <= today && d + recheck > today) \
    && !bookings.exists(o, o.stay == b.stay && o.id < b.id && o.end > now && o.first == today)).map(b, b.id)";

impl Cel {
    fn new(facts: &[Fact]) -> Self {
        let env = Arc::new(Env::stdlib());
        let program = env.compile(EXPRESSION).expect("an expression that is right");
        let mut context = Context::with_env(env);
        let number = cel::Value::Int;
        let booking = |(id, fact): (i64, &Fact)| -> cel::Value {
            let visits: Vec<cel::Value> = fact.stay_visits.iter().copied().map(number).collect();
            let fields: [(&str, cel::Value); 7] = [
                ("id", number(id)),
                ("approval", "approved".into()),
                ("first", number(fact.first)),
                ("last", number(fact.last)),
                ("end", number(fact.end)),
                ("stay", number(fact.stay)),
                ("visits", visits.into()),
            ];
            HashMap::from(fields).into()
        };
        let bookings: Vec<cel::Value> = (0..).zip(facts).map(booking).collect();
        context.add_variable_from_value("bookings", bookings);
        for (name, value) in [("today", TODAY), ("now", NOW), ("recheck", RECHECK)] {
            context.add_variable_from_value(name, value);
        }
        Self { program, context }
    }

    fn due(&self) -> Vec<i64> {
        let due = self.program.execute(&self.context).expect("an expression that holds");
        let cel::Value::List(due) = due else { return vec![] };
        let number =
            |value: &cel::Value| if let cel::Value::Int(number) = value { Some(*number) } else { None };
        due.iter().filter_map(number).collect()
    }
}
