//! Cedar: the record of a holder and the patient are entities with sets of options; five static policies.

use std::collections::HashSet;
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request,
    RestrictedExpression,
};

use super::{Resolved, Standing, ids};
use crate::facts::{Question, categories};

const POLICIES: &str = r#"
// R18: individual beats general.
permit (principal, action == Action::"disclose", resource)
when { resource has yes && resource.yes.contains(context.option) };

// R17: the general level answers where the individual one is silent.
permit (principal, action == Action::"disclose", resource)
when {
    context.patient.yes.contains(context.option) &&
    !(resource has yes && (resource.yes.contains(context.option) || resource.no.contains(context.option)))
};

// R19: a live emergency no.
forbid (principal, action == Action::"disclose", resource)
when {
    resource has emergency && !resource.emergency.yes &&
    context.category == resource.emergency.category &&
    context.at < resource.emergency.until &&
    resource.emergency.applies.contains(context.option)
};

// R19: a live emergency yes, where nothing stands.
permit (principal, action == Action::"disclose", resource)
when {
    resource has emergency && resource.emergency.yes &&
    principal == resource.emergency.consulter &&
    context.category == resource.emergency.category &&
    context.at < resource.emergency.until &&
    resource.emergency.applies.contains(context.option) &&
    !(resource has yes && (resource.yes.contains(context.option) || resource.no.contains(context.option))) &&
    !context.patient.yes.contains(context.option) && !context.patient.no.contains(context.option)
};
"#;

fn uid(kind: &str, id: &str) -> EntityUid {
    EntityUid::from_str(&format!("{kind}::\"{id}\"")).expect("a good uid")
}

/// Cedar with its policies parsed.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    /// The whole of the option sets, parsed once.
    patient: EntityUid,
}

impl Default for Cedar {
    fn default() -> Self {
        Cedar {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_str(POLICIES).expect("good policies"),
            patient: uid("Patient", "999990019"),
        }
    }
}

impl Cedar {
    /// A question as a request.
    #[must_use]
    pub fn request(&self, question: &Question) -> Request {
        let string = |text: &str| RestrictedExpression::new_string(text.to_owned());
        let context = Context::from_pairs([
            ("option".to_owned(), string(question.option_id())),
            (
                "category".to_owned(),
                RestrictedExpression::new_long(question.category.into()),
            ),
            ("at".to_owned(), RestrictedExpression::new_long(question.at)),
            (
                "patient".to_owned(),
                RestrictedExpression::new_entity_uid(self.patient.clone()),
            ),
        ]);
        let (principal, resource) = (
            uid("Provider", &question.consulter),
            uid("Record", &question.holder),
        );
        Request::new(
            principal,
            uid("Action", "disclose"),
            resource,
            context.expect("a good context"),
            None,
        )
        .expect("a good request")
    }

    /// The profile as entities.
    #[must_use]
    pub fn entities(&self, resolved: &Resolved<'_>) -> Entities {
        let set = |options: u64| {
            RestrictedExpression::new_set(
                ids(options).map(|id| RestrictedExpression::new_string(id.to_owned())),
            )
        };
        let sets = |standing: Standing| {
            [
                ("yes".to_owned(), set(standing.yes)),
                ("no".to_owned(), set(standing.no)),
            ]
        };
        let entity = |uid: EntityUid, attributes: Vec<(String, RestrictedExpression)>| {
            Entity::new(uid, attributes.into_iter().collect(), HashSet::new())
                .expect("a good entity")
        };
        let mut entities = vec![entity(
            self.patient.clone(),
            sets(resolved.general).to_vec(),
        )];
        let named: HashSet<&str> = resolved
            .individual
            .keys()
            .chain(resolved.emergencies.keys())
            .copied()
            .collect();
        for holder in named {
            let mut attributes =
                sets(resolved.individual.get(holder).copied().unwrap_or_default()).to_vec();
            if let Some(emergency) = resolved.emergencies.get(holder) {
                debug_assert!(emergency.category < categories());
                let record = RestrictedExpression::new_record([
                    (
                        "yes".to_owned(),
                        RestrictedExpression::new_bool(emergency.yes),
                    ),
                    (
                        "consulter".to_owned(),
                        RestrictedExpression::new_entity_uid(uid("Provider", emergency.consulter)),
                    ),
                    (
                        "category".to_owned(),
                        RestrictedExpression::new_long(emergency.category.into()),
                    ),
                    (
                        "until".to_owned(),
                        RestrictedExpression::new_long(emergency.until),
                    ),
                    ("applies".to_owned(), set(emergency.applies)),
                ]);
                attributes.push(("emergency".to_owned(), record.expect("distinct names")));
            }
            entities.push(entity(uid("Record", holder), attributes));
        }
        Entities::from_entities(entities, None).expect("distinct entities")
    }

    /// Decides.
    #[must_use]
    pub fn permits(&self, request: &Request, entities: &Entities) -> bool {
        self.authorizer
            .is_authorized(request, &self.policies, entities)
            .decision()
            == Decision::Allow
    }
}
