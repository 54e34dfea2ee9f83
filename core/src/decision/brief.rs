//! A decision in brief: outcome, reason, option, deciding choice and `valid_until`, without what was outweighed.

use alloc::sync::Arc;
use alloc::vec::Vec;

use smol_str::SmolStr;

use super::{About, Decision, Ground, Guardian, Parties, RuleNumbers};
use crate::catalogue::OptionIndex;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::law::Law;
use crate::precedence::{Adulthood, Ranked};
use crate::profile::{Patient, ScopeKind};
use crate::reason::Reason;

/// What is asked, before it is answered: R4 until something is found.
pub(crate) fn unanswered(
    law: &Arc<Law>,
    (holder, holder_kind): (&ProviderId, &str),
    (consulter, consulter_kind): (&ProviderId, &str),
    data: &str,
) -> Decision {
    let catalogue = &law.catalogue;
    let data_index = catalogue.data_index(data.as_bytes());
    let known_data = data_index
        .and_then(|index| catalogue.data_row(index))
        .map(|row| row.shared_code().clone());
    Decision {
        law: law.clone(),
        data: known_data.unwrap_or_else(|| SmolStr::new(data)),
        parties: Parties {
            holder: holder.clone(),
            consulter: consulter.clone(),
        },
        about: About {
            holder: catalogue.type_index(holder_kind.as_bytes()),
            consulter: catalogue.type_index(consulter_kind.as_bytes()),
            data: data_index,
        },
        reason: Reason::NotInCatalogue,
        option: None,
        decided_by: None,
        outweighed: Vec::new(),
        valid_until: None,
        rules: RuleNumbers::default().with(Reason::NotInCatalogue.rule()),
    }
}

impl Decision {
    /// With the answer, whose rules are those of the ground alone.
    pub(crate) fn brief(
        self,
        reason: Reason,
        option: Option<OptionIndex>,
        ground: Option<Ground>,
        valid_until: Option<Instant>,
    ) -> Self {
        let confirmed = ground
            .as_ref()
            .is_some_and(|ground| ground.guardian != Guardian::NotNeeded);
        let rules = match option {
            Some(option) => of_ground(&self.law, self.about, reason, option, confirmed),
            None => RuleNumbers::default().with(reason.rule()),
        };
        Decision {
            reason,
            option,
            decided_by: ground,
            outweighed: Vec::new(),
            valid_until,
            rules,
            ..self
        }
    }
}

/// R23: the rules of the ground: R16 always; R17 where the general level answered, R19 an emergency, R21 nothing; R20 where a
/// guardian's confirmation was needed; R3 where an option of wider data answered.
pub(super) fn of_ground(
    law: &Law,
    about: About,
    reason: Reason,
    option: OptionIndex,
    confirmed: bool,
) -> RuleNumbers {
    let mut rules = RuleNumbers::default().with(16).with(reason.rule());
    if confirmed {
        rules = rules.with(20);
    }
    let answers_for = law
        .catalogue
        .option_row(option)
        .map(|option| option.data_index());
    if answers_for != about.data {
        rules = rules.with(3);
    }
    rules
}

/// A choice as a ground.
pub(crate) fn ground(law: &Law, patient: &Patient, ranked: &Ranked<'_>) -> Ground {
    let choice = ranked.choice;
    let records_until = Adulthood::at_age(patient, law.rules.guardian_records_until_age());
    let guardian = match ranked.confirmed {
        false => Guardian::NotNeeded,
        true if records_until.is_reached(choice.decided_at()) => Guardian::Confirmed,
        true => Guardian::Recorded,
    };
    Ground {
        choice: choice.id().clone(),
        answer: choice.answer(),
        level: choice.scope().level(),
        channel: choice.channel(),
        decided_at: choice.decided_at(),
        holder_category: match choice.scope().kind() {
            ScopeKind::Categorical(category) => Some(*category),
            ScopeKind::Blanket | ScopeKind::Individual(_) | ScopeKind::Emergency(_) => None,
        },
        guardian,
    }
}
