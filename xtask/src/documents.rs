//! Documents: every link of a Markdown file leads to a file that is there, and to a heading that it has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What a document links to, and what can be linked to in it.
struct Document {
    links: Vec<String>,
    headings: Vec<String>,
}

impl Document {
    fn of(text: &str) -> Self {
        let mut document = Document {
            links: Vec::new(),
            headings: Vec::new(),
        };
        let mut heading: Option<String> = None;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
                document.links.push(dest_url.into_string());
            } else if let Event::Start(Tag::Heading { .. }) = event {
                heading = Some(String::new());
            } else if let Event::End(TagEnd::Heading(_)) = event {
                let name = anchor(&heading.take().unwrap_or_default());
                // The second of a name has a number.
                let same = document
                    .headings
                    .iter()
                    .filter(|known| **known == name)
                    .count();
                let number = if same == 0 {
                    String::new()
                } else {
                    format!("-{same}")
                };
                document.headings.push(name + &number);
            } else if let (Event::Text(text) | Event::Code(text), Some(heading)) =
                (event, &mut heading)
            {
                heading.push_str(&text);
            }
        }
        document
    }
}

/// The name by which forges link to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        letter => letter.is_alphanumeric().then_some(letter),
    });
    kept.collect::<String>().to_lowercase()
}

/// Why a link of this document leads nowhere.
fn fault(documents: &BTreeMap<PathBuf, Document>, from: &Path, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    let to = match file {
        "" => from.to_path_buf(),
        file => from.parent()?.join(file),
    };
    if !to.exists() {
        return Some(format!("{link} is not there"));
    }
    if heading.is_empty() {
        return None;
    }
    let to = to.canonicalize().ok()?;
    let known = documents
        .iter()
        .find(|(path, _)| path.canonicalize().is_ok_and(|path| path == to));
    let has_it =
        known.is_some_and(|(_, document)| document.headings.iter().any(|one| one == heading));
    (!has_it).then(|| format!("{link}: no such heading"))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::steps::{output, read_text, root};

    #[test]
    fn links_and_headings_are_those_of_markdown() {
        let document = Document::of(
            "# A `b` & c\n\n| t |\n| --- |\n| [x](y.md#z) |\n\n```\n[no](link)\n```\n![p](q.svg) [r][s]\n\n## Same\n\n## Same\n\n[s]: t/u.md\n",
        );
        assert_eq!(document.links, ["y.md#z", "q.svg", "t/u.md"]);
        assert_eq!(document.headings, ["a-b--c", "same", "same-1"]);
    }

    #[test]
    fn a_link_to_no_file_or_no_heading_is_told() {
        let readme = root().join("README.md");
        let documents =
            BTreeMap::from([(readme.clone(), Document::of("# Two commands\n\ntext\n"))]);
        let fault = |link: &str| fault(&documents, &readme, link);
        for good in [
            "core",
            "LICENSE-MIT",
            "#two-commands",
            "./README.md#two-commands",
            "https://x.invalid/y",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        assert_eq!(fault("no.md"), Some("no.md is not there".to_owned()));
        assert_eq!(fault("#three"), Some("#three: no such heading".to_owned()));
        assert!(fault("LICENSE-MIT#two-commands").is_some());
    }

    #[test]
    fn every_link_of_a_document_leads_somewhere() {
        let root = root();
        let mut list = Command::new("git");
        list.current_dir(&root);
        let list = output(list.args(["ls-files", "-z", "--", "*.md"])).unwrap();
        let mut documents = BTreeMap::new();
        for name in list.split_terminator('\0') {
            let path = root.join(name);
            documents.insert(path.clone(), Document::of(&read_text(&path).unwrap()));
        }
        assert!(documents.len() > 10, "{}", documents.len());
        let mut faults = Vec::new();
        for (path, document) in &documents {
            let links = document.links.iter();
            let broken = links.filter_map(|link| fault(&documents, path, link));
            faults.extend(broken.map(|fault| format!("{}: {fault}", path.display())));
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
