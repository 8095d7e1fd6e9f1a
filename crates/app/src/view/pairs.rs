//! Pairs as the API writes them: objects whose members have names.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct ListEntry<T> {
    collection: T,
    number: T,
}

#[derive(Serialize, Deserialize)]
struct Provision<T> {
    law: T,
    article: Option<T>,
}

/// Places in official lists, each an object of `collection` and `number`.
pub mod list_entries {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::ListEntry;

    pub fn serialize<S: Serializer>(entries: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            entries
                .iter()
                .map(|(collection, number)| ListEntry { collection, number }),
        )
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        let entries = Vec::<ListEntry<String>>::deserialize(deserializer)?;
        Ok(entries.into_iter().map(|e| (e.collection, e.number)).collect())
    }
}

/// A provision, an object of `law` and `article`.
pub mod legal_basis {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Provision;

    type Basis = Option<(String, Option<String>)>;

    pub fn serialize<S: Serializer>(basis: &Basis, serializer: S) -> Result<S::Ok, S::Error> {
        let provision = basis.as_ref().map(|(law, article)| Provision {
            law,
            article: article.as_ref(),
        });
        provision.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Basis, D::Error> {
        let provision = Option::<Provision<String>>::deserialize(deserializer)?;
        Ok(provision.map(|p| (p.law, p.article)))
    }
}
