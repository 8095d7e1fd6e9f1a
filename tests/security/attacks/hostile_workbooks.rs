//! Workbooks made to do harm, put together byte by byte: no library writes such.

/// A part of an archive.
struct Part {
    name: &'static str,
    packed: Vec<u8>,
    /// 0 as it is, 8 deflated.
    method: u16,
    /// What it says that it unpacks to.
    declared: u32,
    crc: u32,
}

impl Part {
    fn stored(name: &'static str, text: impl Into<Vec<u8>>) -> Self {
        let packed = text.into();
        Self {
            name,
            declared: u32::try_from(packed.len()).unwrap(),
            crc: crc32(&packed),
            packed,
            method: 0,
        }
    }
}

/// A sheet with one cell that unpacks to `unpacked` bytes and says that it has `declared`.
pub fn bomb(unpacked: usize, declared: u32) -> Vec<u8> {
    let sheet = Part {
        name: "xl/worksheets/sheet1.xml",
        packed: deflated(
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a",
            unpacked,
        ),
        method: 8,
        declared,
        // Nobody gets as far as comparing it.
        crc: 0,
    };
    workbook(vec![sheet])
}

/// A text of 90 KiB that so many cells show.
pub fn repeated_text(rows: usize) -> Vec<u8> {
    let text = format!("<sst><si><t>{}</t></si></sst>", "注".repeat(30_000));
    let cells = (1..=rows).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"));
    let sheet = sheet(&cells.collect::<String>());
    workbook(vec![sheet, Part::stored("xl/sharedStrings.xml", text)])
}

/// So many rows of one cell in the last column that is looked at.
pub fn far_cells(rows: usize) -> Vec<u8> {
    let cells = (1..=rows).map(|row| format!("<row r=\"{row}\"><c r=\"IV{row}\"><v>1</v></c></row>"));
    workbook(vec![sheet(&cells.collect::<String>())])
}

fn sheet(rows: &str) -> Part {
    Part::stored(
        "xl/worksheets/sheet1.xml",
        format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
    )
}

fn workbook(mut parts: Vec<Part>) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relationships = |each: &[(&str, &str)]| {
        let one = |(n, (kind, target)): (usize, &(&str, &str))| {
            format!("<Relationship Id=\"r{n}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
        };
        let each: String = each.iter().enumerate().map(one).collect();
        format!("<Relationships>{each}</Relationships>")
    };
    let book = format!(
        "<workbook xmlns:r=\"{office}\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r0\"/></sheets></workbook>"
    );
    let (sheet, texts) = (
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    );
    parts.extend([
        Part::stored(
            "_rels/.rels",
            relationships(&[("officeDocument", "xl/workbook.xml")]),
        ),
        Part::stored("xl/workbook.xml", book),
        Part::stored("xl/_rels/workbook.xml.rels", relationships(&[sheet, texts])),
    ]);
    archive(&parts)
}

/// Puts the parts into an archive (APPNOTE 4.3): each behind its header, then the directory and its end.
fn archive(parts: &[Part]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let offset = u32::try_from(bytes.len()).unwrap();
        let sizes = || {
            let mut sizes = Vec::new();
            sizes.extend(part.method.to_le_bytes());
            sizes.extend([0; 4]);
            sizes.extend(part.crc.to_le_bytes());
            sizes.extend(u32::try_from(part.packed.len()).unwrap().to_le_bytes());
            sizes.extend(part.declared.to_le_bytes());
            sizes.extend(u16::try_from(part.name.len()).unwrap().to_le_bytes());
            sizes.extend([0; 2]);
            sizes
        };
        bytes.extend(b"PK\x03\x04\x14\0\0\0");
        bytes.extend(sizes());
        bytes.extend(part.name.as_bytes());
        bytes.extend(&part.packed);
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0");
        directory.extend(sizes());
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(part.name.as_bytes());
    }
    let (count, start) = (
        u16::try_from(parts.len()).unwrap(),
        u32::try_from(bytes.len()).unwrap(),
    );
    let size = u32::try_from(directory.len()).unwrap();
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// Returns `text` and its last byte again and again, about `unpacked` bytes, deflated with the fixed codes of RFC 1951.
fn deflated(text: &str, unpacked: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    // The last block, with fixed codes.
    bits.push(0b011, 3);
    for byte in text.bytes() {
        // Literals up to 143 have eight bits from 0x30 on, highest first.
        bits.push_code(0x30 + u32::from(byte), 8);
    }
    for _ in 0..unpacked.saturating_sub(text.len()) / 258 {
        // Length 258 has the code 285, one byte back the distance 0.
        bits.push_code(0b1100_0101, 8);
        bits.push_code(0, 5);
    }
    bits.push_code(0, 7);
    bits.finish()
}

/// Bits in the order of RFC 1951: the lowest of each byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    rest: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.rest |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.rest.to_le_bytes()[0]);
            self.rest >>= 8;
            self.count -= 8;
        }
    }

    /// Codes stand highest bit first.
    fn push_code(&mut self, code: u32, count: u32) {
        self.push(code.reverse_bits() >> (32 - count), count);
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.rest.to_le_bytes()[0]);
        }
        self.bytes
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
        })
    };
    !bytes.iter().fold(!0, step)
}
