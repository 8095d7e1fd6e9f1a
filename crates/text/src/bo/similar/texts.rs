//! Many short texts in one string.

/// Sorted texts without doubles, each known by its place.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text ends in `all`, in bytes.
    ends: Vec<u32>,
}

impl Texts {
    /// Sorts `texts`; what does not fit into 4 GiB is left out.
    pub(super) fn new(mut texts: Vec<String>) -> Self {
        texts.sort_unstable();
        texts.dedup();
        let mut packed = Self::default();
        for text in &texts {
            let Ok(end) = u32::try_from(packed.all.len() + text.len()) else {
                break;
            };
            packed.all.push_str(text);
            packed.ends.push(end);
        }
        packed
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the text at `place`, the empty one where there is none.
    pub(super) fn get(&self, place: u32) -> &str {
        let at = usize::try_from(place).unwrap_or(usize::MAX);
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        let bytes = |end| usize::try_from(end).unwrap_or(usize::MAX);
        self.all.get(bytes(start)..bytes(end)).unwrap_or_default()
    }

    /// Returns the place of `text`.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let places: std::ops::Range<u32> = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        let (mut low, mut high) = (places.start, places.end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// Returns every text with its place, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(&self.ends).map(|(place, _)| (place, self.get(place)))
    }

    /// Returns the bytes held on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.all.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_at_their_place_in_order() {
        let texts = Texts::new(["ཁ", "", "ཀ", "ཁ", "ab"].map(String::from).to_vec());
        let all: Vec<_> = texts.iter().collect();
        assert_eq!(all, [(0, ""), (1, "ab"), (2, "ཀ"), (3, "ཁ")]);
        for (place, text) in all {
            assert_eq!(texts.find(text), Some(place));
        }
        assert_eq!(
            (texts.find("ག"), texts.get(4), texts.get(u32::MAX)),
            (None, "", "")
        );
        assert_eq!(Texts::default().find(""), None);
    }
}
