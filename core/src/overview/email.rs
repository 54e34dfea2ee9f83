//! R32: the e-mail that says that there is news, without content.

use crate::telling::Lang;

/// R32: the text of the e-mail.
pub(super) fn email(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "Er is nieuws voor u in MijnMitz. Log in op MijnMitz.nl om het te lezen.",
        Lang::En => "There is news for you in MijnMitz. Log in at MijnMitz.nl to read it.",
    }
}
