//! casbin: the resolved profile as policy lines in the order of precedence; the first that matches decides.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use casbin::function_map::OperatorFunction;
use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter};

use super::{Emergency, Resolved, Standing, ids};
use crate::facts::Question;

const MODEL: &str = r#"
[request_definition]
r = holder, consulter, category, option, at

[policy_definition]
p = holder, consulter, category, options, until, eft

[policy_effect]
e = priority(p.eft) || deny

[matchers]
m = (p.holder == r.holder || p.holder == "*") && covers(p.options, r.option) && (p.category == "*" || (p.category == r.category && r.at < p.until && (p.consulter == "*" || p.consulter == r.consulter)))
"#;

/// An instant as text that compares: a policy line has nothing else.
fn instant(micros: i64) -> String {
    format!("{micros:020}")
}

/// Runs a future that never waits: everything is in memory.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

/// A request: holder, consulter, category, option, instant.
pub type Request = [String; 5];

/// casbin with its model compiled.
pub struct Casbin(Enforcer);

impl Default for Casbin {
    fn default() -> Self {
        let model = at_once(DefaultModel::from_str(MODEL)).expect("a good model");
        let made = at_once(Enforcer::new(model, MemoryAdapter::default()));
        let mut enforcer = made.expect("an enforcer");
        // casbin's expressions have no test for a part of a text; a native function is faster than its pattern functions.
        enforcer.add_function(
            "covers",
            OperatorFunction::Arg2(|options, option| {
                let texts = (
                    options.into_immutable_string(),
                    option.into_immutable_string(),
                );
                matches!(texts, (Ok(options), Ok(option)) if options.contains(option.as_str()))
                    .into()
            }),
        );
        Casbin(enforcer)
    }
}

impl Casbin {
    /// A question as a request.
    #[must_use]
    pub fn request(question: &Question) -> Request {
        let option = format!(";{};", question.option_id());
        [
            question.holder.clone(),
            question.consulter.clone(),
            format!("k{}", question.category),
            option,
            instant(question.at),
        ]
    }

    /// Takes this profile in the place of the one before.
    pub fn load(&mut self, resolved: &Resolved<'_>) {
        let model = self.0.get_mut_model();
        model.clear_policy();
        for row in rows(resolved) {
            model.add_policy("p", "p", row);
        }
    }

    /// Decides.
    #[must_use]
    pub fn permits(&self, request: &Request) -> bool {
        let [holder, consulter, category, option, at] = request;
        self.0
            .enforce((
                holder.as_str(),
                consulter.as_str(),
                category.as_str(),
                option.as_str(),
                at.as_str(),
            ))
            .expect("an answer")
    }
}

fn rows(resolved: &Resolved<'_>) -> Vec<Vec<String>> {
    let list = |options: u64| ids(options).fold(";".to_owned(), |list, id| list + id + ";");
    let standing = |holder: &str, options: u64, eft: &str| {
        [holder, "*", "*", &list(options), "", eft]
            .map(str::to_owned)
            .to_vec()
    };
    let both = |holder: &str, cells: Standing| {
        let rows = [(cells.yes, "allow"), (cells.no, "deny")];
        rows.into_iter()
            .filter(|(options, _)| *options != 0)
            .map(|(options, eft)| standing(holder, options, eft))
            .collect::<Vec<_>>()
    };
    let emergencies = |yes: bool| {
        let row = move |(holder, emergency): (&&str, &Emergency<'_>)| {
            let (consulter, eft) = if yes {
                (emergency.consulter, "allow")
            } else {
                ("*", "deny")
            };
            let category = format!("k{}", emergency.category);
            let until = instant(emergency.until);
            [
                holder,
                consulter,
                &category,
                &list(emergency.applies),
                &until,
                eft,
            ]
            .map(str::to_owned)
            .to_vec()
        };
        resolved
            .emergencies
            .iter()
            .filter(move |(_, emergency)| emergency.yes == yes && emergency.applies != 0)
            .map(row)
            .collect::<Vec<_>>()
    };
    let mut rows = emergencies(false);
    rows.extend(
        resolved
            .individual
            .iter()
            .flat_map(|(holder, cells)| both(holder, *cells)),
    );
    rows.extend(both("*", resolved.general));
    rows.extend(emergencies(true));
    rows
}
