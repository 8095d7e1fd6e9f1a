//! Closed lists whose members have one name in columns and JSON and one in Chinese, as sheets write them.

/// Declares a closed list. Both names of a member are read, and the first is written.
macro_rules! named_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal;)+ }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name used in columns, JSON and URLs.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Returns the name that Chinese sheets and pages use.
            #[must_use]
            pub fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            /// The Chinese names that would have been understood.
            type Err = &'static [&'static str];

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                match raw { $($code | $zh => Ok(Self::$variant),)+ _ => Err(&[$($zh),+]) }
            }
        }
    };
}

pub(crate) use named_list;
