//! `akkoord catalogue`: what a patient can answer, as a table.

use akkoord::catalogue::{CatalogueOption, ConsultingCategory, DataCategory, HolderCategory};
use akkoord::limits::Limits;
use akkoord::{Catalogue, Lang};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use crate::args::CatalogueArgs;
use crate::failure::Failure;
use crate::input;
use crate::page::{self, TITLE, plain, styled};
use crate::status::Status;
use crate::words::either;

/// Runs the command.
pub(crate) fn run(args: &CatalogueArgs) -> Result<Status, Failure> {
    let engine = input::engine(&args.law, Limits::default())?;
    let catalogue = engine.catalogue();
    let lang = args.lang.into();
    page::print(&if args.json {
        catalogue.to_json() + "\n"
    } else if args.types {
        types(catalogue, lang)
    } else {
        matrix(catalogue, lang)
    })?;
    Ok(Status::Well)
}

/// A table that fits the page.
fn table(header: Vec<String>) -> Table {
    let mut table = Table::new();
    let width = u16::try_from(page::width()).unwrap_or(u16::MAX);
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(header);
    table
}

/// Rows: who keeps which data; columns: who asks; cells: the options.
fn matrix(catalogue: &Catalogue, lang: Lang) -> String {
    let consulting = catalogue.consulting_categories();
    let mut header = vec![
        either(lang, "dossier bij", "record with").to_string(),
        either(lang, "gegevens", "data").to_string(),
    ];
    header.extend(consulting.iter().map(short_name));
    let mut table = table(header);
    for holder in catalogue.holder_categories() {
        for data in catalogue.data_categories() {
            let options: Vec<&CatalogueOption> = catalogue
                .options()
                .iter()
                .filter(|option| {
                    option.holder_category() == holder.id() && option.data() == data.code()
                })
                .collect();
            if !options.is_empty() {
                table.add_row(row(lang, holder, data, consulting, &options));
            }
        }
    }
    format!(
        "{}\n{table}\n{}\n",
        styled(TITLE, &title(catalogue, lang)),
        legend(catalogue, lang)
    )
}

fn title(catalogue: &Catalogue, lang: Lang) -> String {
    let options = either(lang, "toestemmingsmogelijkheden", "options");
    let count = catalogue.options().len();
    let (name, id) = (plain(catalogue.name()), plain(catalogue.id()));
    format!("{name} ({id}, {}): {count} {options}", catalogue.date())
}

fn row(
    lang: Lang,
    holder: &HolderCategory,
    data: &DataCategory,
    consulting: &[ConsultingCategory],
    options: &[&CatalogueOption],
) -> Vec<String> {
    let mut cells = vec![
        plain(either(lang, holder.nl(), holder.en())),
        plain(data.code()),
    ];
    cells.extend(consulting.iter().map(|category| {
        let of_this = options.iter().filter(|option| {
            option
                .consulting_categories()
                .any(|code| code == category.code())
        });
        let ids: Vec<String> = of_this.map(|option| cell(option)).collect();
        ids.join(" ")
    }));
    cells
}

/// The id of an option; with a star if it was added later (R5).
fn cell(option: &CatalogueOption) -> String {
    let star = option.since().map_or("", |_| "*");
    format!("{}{star}", plain(option.id()))
}

/// What the short names, codes and stars stand for.
fn legend(catalogue: &Catalogue, lang: Lang) -> String {
    let mut lines = who_asks(catalogue, lang);
    lines.push(format!("{}:", either(lang, "Gegevens", "Data")));
    lines.extend(catalogue.data_categories().iter().map(|category| {
        let name = plain(either(lang, category.nl(), category.en()));
        let part_of = either(lang, "hoort bij", "part of");
        let parent = category
            .parent()
            .map(|parent| format!(" ({part_of} {})", plain(parent)));
        format!(
            "  {} {name}{}",
            plain(category.code()),
            parent.unwrap_or_default()
        )
    }));
    lines.push(
        either(
            lang,
            "Staat een nummer vaker in een rij, dan is het één keuze voor al die vragers.",
            "A number that stands more than once in a row is one choice for all who ask there.",
        )
        .to_string(),
    );
    lines.extend(catalogue.options().iter().filter_map(|option| {
        let since = either(lang, "sinds", "since");
        option
            .since()
            .map(|instant| format!("  {}: {since} {instant}", cell(option)))
    }));
    lines.join("\n")
}

/// What the short names of the consulting categories stand for.
fn who_asks(catalogue: &Catalogue, lang: Lang) -> Vec<String> {
    let asks = either(lang, "Wie vraagt", "Who asks");
    let mut lines = vec![format!("{asks}:")];
    lines.extend(catalogue.consulting_categories().iter().map(|category| {
        let name = plain(either(lang, category.nl(), category.en()));
        format!(
            "  {:4} {name} ({})",
            short_name(category),
            plain(category.code())
        )
    }));
    lines
}

/// The short Dutch name of a national consulting category; another category is shown by its code.
fn short_name(category: &ConsultingCategory) -> String {
    match category.code() {
        "RPZAC001" => "HA",
        "RPZAC003" => "GGZ",
        "RPZAC004" => "VV",
        "RPZAC005" => "AP",
        "RPZAC103" => "OV",
        "RPZAC104" => "ZH",
        "RPZAC200" => "EU",
        other => return plain(other),
    }
    .to_string()
}

/// The provider types, and where each belongs (R2).
fn types(catalogue: &Catalogue, lang: Lang) -> String {
    let header = either(
        lang,
        [
            "type",
            "naam",
            "houdt dossier als",
            "vraagt als",
            "opmerking (Engels)",
        ],
        ["type", "name", "keeps records as", "asks as", "remark"],
    );
    let mut table = table(header.map(str::to_string).to_vec());
    for kind in catalogue.provider_types() {
        let asks_as = catalogue
            .consulting_categories()
            .iter()
            .find(|category| category.code() == kind.consulting_category());
        table.add_row(vec![
            plain(kind.code()),
            plain(either(lang, kind.nl(), kind.en())),
            plain(kind.holder_category()),
            asks_as.map(short_name).unwrap_or_default(),
            plain(kind.remark().unwrap_or_default()),
        ]);
    }
    format!("{table}\n{}\n", who_asks(catalogue, lang).join("\n"))
}
