//! Subscriptions: which holders say that this patient has a record with them (rulebook chapter 1).

use alloc::format;
use alloc::vec::Vec;

use crate::error::{Error, ErrorCode};
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::order;
use crate::profile::instant;
use crate::query::{Holder, HolderFields};
use crate::reader::{Context, Document, MAX_LIST, Shape, Stopped, Text, fields, rows};

/// A holder says: this patient has a record here; tell me about changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The holder, with whether it is connected (R14).
    pub holder: Holder,
    /// From when it is subscribed; always, if that is not known.
    pub since: Option<Instant>,
}

impl Subscription {
    /// A holder that is subscribed, from an instant that is not known.
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::overview::{Subscription, Subscriptions};
    /// use akkoord::query::Holder;
    /// let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3");
    /// let subscriptions = Subscriptions::new([Subscription::new(holder)])?;
    /// assert_eq!(subscriptions.holders_at("2026-01-05T12:00:00Z".parse()?).count(), 1);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub const fn new(holder: Holder) -> Self {
        let since = None;
        Subscription { holder, since }
    }

    /// The same subscription, from this instant on.
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::overview::{Subscription, Subscriptions};
    /// use akkoord::query::Holder;
    /// let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3");
    /// let since = Subscription::new(holder).since("2026-02-01T12:00:00Z".parse()?);
    /// let subscriptions = Subscriptions::new([since])?;
    /// assert_eq!(subscriptions.holders_at("2026-02-01T11:59:59Z".parse()?).count(), 0);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn since(self, since: Instant) -> Self {
        let since = Some(since);
        Subscription { since, ..self }
    }
}

/// The subscriptions of one patient: in byte order of the holder's id, each holder once.
///
/// ```
/// use akkoord::ids::ProviderId;
/// use akkoord::overview::{Subscription, Subscriptions};
/// use akkoord::query::{Connection, Holder};
/// let holder = Holder { id: ProviderId::new("ura:90000017")?, kind: "Z3".into(), connection: Connection::Connected };
/// let subscriptions = Subscriptions::new([Subscription { holder, since: None }])?;
/// assert_eq!(subscriptions.iter().count(), 1);
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscriptions(Vec<Subscription>);

impl Subscriptions {
    /// Puts them in order.
    ///
    /// # Errors
    /// `duplicate_subscription` for a holder that stands twice: which of the two is connected?
    ///
    /// ```
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # use akkoord::query::{Connection, Holder};
    /// # let subscribed = |id: &str, kind: &str| {
    /// #     let holder = Holder { id: ProviderId::new(id)?, kind: kind.into(), connection: Connection::Connected };
    /// #     Ok::<_, akkoord::Error>(Subscription { holder, since: None })
    /// # };
    /// let (pharmacy, gp_practice) = (subscribed("ura:90000025", "J8")?, subscribed("ura:90000017", "Z3")?);
    /// let subscriptions = Subscriptions::new([pharmacy.clone(), gp_practice.clone()])?;
    /// assert!(subscriptions.iter().eq([&gp_practice, &pharmacy]));
    /// let twice = Subscriptions::new([pharmacy.clone(), pharmacy]).unwrap_err();
    /// assert_eq!((twice.code(), twice.path()), (ErrorCode::DuplicateSubscription, "subscriptions[1].holder.id"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn new(subscriptions: impl IntoIterator<Item = Subscription>) -> Result<Self, Error> {
        let mut list: Vec<Subscription> = subscriptions.into_iter().collect();
        if let Some(row) = duplicates(&list).first() {
            let path = format!("subscriptions[{row}].holder.id");
            return Err(Error::new(ErrorCode::DuplicateSubscription, path));
        }
        in_order(&mut list);
        Ok(Subscriptions(list))
    }

    /// All of them, in byte order of the holder's id.
    ///
    /// ```
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # use akkoord::query::{Connection, Holder};
    /// # let subscribed = |id: &str, kind: &str| {
    /// #     let holder = Holder { id: ProviderId::new(id)?, kind: kind.into(), connection: Connection::Connected };
    /// #     Ok::<_, akkoord::Error>(Subscription { holder, since: None })
    /// # };
    /// let subscriptions = Subscriptions::new([subscribed("ura:90000025", "J8")?, subscribed("ura:90000017", "Z3")?])?;
    /// let ids: Vec<&str> = subscriptions.iter().map(|one| one.holder.id.as_str()).collect();
    /// assert_eq!(ids, ["ura:90000017", "ura:90000025"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Subscription> {
        self.0.iter()
    }

    /// The holders that are subscribed by this instant, in byte order of the id.
    ///
    /// ```
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # use akkoord::query::{Connection, Holder};
    /// # let subscribed = |id: &str, kind: &str| {
    /// #     let holder = Holder { id: ProviderId::new(id)?, kind: kind.into(), connection: Connection::Connected };
    /// #     Ok::<_, akkoord::Error>(Subscription { holder, since: None })
    /// # };
    /// let later = Subscription { since: Some("2026-02-01T12:00:00Z".parse()?), ..subscribed("ura:90000025", "J8")? };
    /// let subscriptions = Subscriptions::new([subscribed("ura:90000017", "Z3")?, later])?;
    /// assert_eq!(subscriptions.holders_at("2026-02-01T11:59:59Z".parse()?).count(), 1);
    /// assert_eq!(subscriptions.holders_at("2026-02-01T12:00:00Z".parse()?).count(), 2);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn holders_at(&self, at: Instant) -> impl Iterator<Item = &Holder> {
        let subscribed = move |one: &&Subscription| one.since.is_none_or(|since| since <= at);
        self.0.iter().filter(subscribed).map(|one| &one.holder)
    }

    /// Whether the holder with this id is subscribed by this instant.
    pub(super) fn is_subscribed(&self, id: &ProviderId, at: Instant) -> bool {
        let place = self.0.binary_search_by(|one| one.holder.id.cmp(id));
        let one = place.ok().and_then(|place| self.0.get(place));
        one.is_some_and(|one| one.since.is_none_or(|since| since <= at))
    }
}

fn in_order(list: &mut [Subscription]) {
    order::sort_by(list, |one, other| one.holder.id.cmp(&other.holder.id));
}

/// The rows whose holder already stands in an earlier row, in order.
fn duplicates(list: &[Subscription]) -> Vec<usize> {
    let mut by_id: Vec<(&str, usize)> = list
        .iter()
        .enumerate()
        .map(|(row, one)| (one.holder.id.as_str(), row))
        .collect();
    order::sort_unstable_by(&mut by_id, Ord::cmp);
    let mut again: Vec<usize> = by_id
        .windows(2)
        .filter_map(|pair| match pair {
            [(first, _), (second, row)] if first == second => Some(*row),
            _ => None,
        })
        .collect();
    again.sort_unstable();
    again
}

/// The subscriptions of a document: `[{"holder": {"id", "type", "connected"?}, "since"?}]`.
pub(super) struct SubscriptionsShape;

impl Shape for SubscriptionsShape {
    type Out = Subscriptions;

    fn read(self, document: &mut Document<'_>) -> Result<Option<Subscriptions>, Stopped> {
        let shape = rows(
            || SubscriptionFields::shape(()),
            MAX_LIST,
            ErrorCode::ListTooLong,
        );
        let Some(mut list) = shape.read(document)? else {
            return Ok(None);
        };
        let again = duplicates(&list);
        for row in &again {
            let path = format!("[{row}].holder.id");
            document
                .context
                .fault_at(ErrorCode::DuplicateSubscription, &path)?;
        }
        in_order(&mut list);
        Ok(again.is_empty().then_some(Subscriptions(list)))
    }
}

fields! {
    SubscriptionFields(_given: ()) => Subscription {
        required "holder" holder: Holder = HolderFields::shape(()),
        optional "since" since: Instant = Text(instant),
    }
}

impl SubscriptionFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Subscription>, Stopped> {
        Ok(self.holder.map(|holder| Subscription {
            holder,
            since: self.since,
        }))
    }
}
