//! What others have worked out: the vectors of RFC 8452, and one value of each kind made by another implementation.

use aes_gcm_siv::aead::AeadInOut;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit};

use super::*;
use crate::hex;
use crate::personal_data::verify_head;

/// Key, nonce, bound bytes, text and sealed text of RFC 8452, appendix C.2 (AEAD_AES_256_GCM_SIV).
const RFC_8452: &str = "
0100000000000000000000000000000000000000000000000000000000000000|030000000000000000000000|||07f5f4169bbf55a8400cd47ea6fd400f
0100000000000000000000000000000000000000000000000000000000000000|030000000000000000000000||0100000000000000|c2ef328e5c71c83b843122130f7364b761e0b97427e3df28
0100000000000000000000000000000000000000000000000000000000000000|030000000000000000000000||0100000000000000000000000000000002000000000000000000000000000000|4a6a9db4c8c6549201b9edb53006cba821ec9cf850948a7c86c68ac7539d027fe819e63abcd020b006a976397632eb5d
0100000000000000000000000000000000000000000000000000000000000000|030000000000000000000000|01|0200000000000000|1de22967237a813291213f267e3b452f02d01ae33e4ec854
0100000000000000000000000000000000000000000000000000000000000000|030000000000000000000000|010000000000000000000000|02000000|22b3f4cd1835e517741dfddccfa07fa4661b74cf
e66021d5eb8e4f4066d4adb9c33560e4f46e44bb3da0015c94f7088736864200|e0eaf5284d884a0e77d31646|||169fbb2fbf389a995f6390af22228a62
bae8e37fc83441b16034566b7a806c46bb91c3c5aedb64a6c590bc84d1a5e269|e4b47801afc0577e34699b9e|4fbdc66f14|671fdd|0eaccb93da9bb81333aee0c785b240d319719d
6545fc880c94a95198874296d5cc1fd161320b6920ce07787f86743b275d1ab3|2f6d1f0434d8848c1177441f|6787f3ea22c127aaf195|195495860f04|a254dad4f3f96b62b84dc40c84636a5ec12020ec8c2c
3c535de192eaed3822a2fbbe2ca9dfc88255e14a661b8aa82cc54236093bbc23|688089e55540db1872504e1c|734320ccc9d9bbbb19cb81b2af4ecbc3e72834321f7aa0f70b7282b4f33df23f167541|ced532ce4159b035277d4dfbb7db62968b13cd4eec|626660c26ea6612fb17ad91e8e767639edd6c9faee9d6c7029675b89eaf4ba1ded1a286594
";

/// What `cryptography` 50 (OpenSSL) makes of the master key 00 01 … 1f and the nonce 64 65 … 6f.
const KEY_FILE: &str = "shanjar field keys 1\n\
    key 2eb15909206fd312 aes-256-gcm-siv present 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";
const TEXT: &str = "扎西 བཀྲ་ཤིས།";
const SEALED: &str = "012eb15909206fd3126465666768696a6b6c6d6e6f73f662a7cb7d543e00612f96e98634dcb4811aee205a4fdd259c99d99e5c7d\
    a5cd04c08bc451370e0c8ed26e0a181b";
const DIGEST: &str = "2754d4642bdf49790d9ba7f4944bff667b9ecdc3b6c75defea8f60bab87383f8";
const AUDIT_MAC: &str = "5ae2580bf1d9e5581f039c226eed30f9930a4dc60b56b7e4e397b40be593c3d3";
const CHECK: &str = "cc8f482e5baffc4d1fdb89172de37cbf1b63b91bdbd4cb57f54d43338263461d";
const PUBLIC_KEY: &str = "181af3b9f6515f82359bb3ea8600cf967ee838f5db345be7e2410488e618c895";
const SIGNATURE: &str = "62faaf11e2c9e863ddd1dfc970dfe2b31493e227db9c756bf8f15fe8f2573c82\
    afe27496031f4551c3879064598c6cef49faf4cc0cc981860dc105a683e2b504";

#[test]
fn the_cipher_is_that_of_rfc_8452() {
    for line in RFC_8452.trim().lines() {
        let parts: Vec<Vec<u8>> = line.split('|').map(bytes_of).collect();
        let [key, nonce, bound_to, text, sealed] = parts.as_slice() else {
            panic!("{line}")
        };
        let key: [u8; 32] = key.as_slice().try_into().unwrap();
        let nonce: [u8; 12] = nonce.as_slice().try_into().unwrap();
        let cipher = Aes256GcmSiv::new(&key.into());
        let mut buffer = text.clone();
        cipher
            .encrypt_in_place(&nonce.into(), bound_to, &mut buffer)
            .unwrap();
        assert_eq!(hex::encode(&buffer), hex::encode(sealed));
        cipher
            .decrypt_in_place(&nonce.into(), bound_to, &mut buffer)
            .unwrap();
        assert_eq!(&buffer, text);
    }
}

#[test]
fn another_implementation_comes_to_the_same_bytes() {
    let folder = Folder::new();
    folder.put(KEY_FILE);
    let keyring = Keyring::open(&folder.file()).unwrap().unwrap();
    let nonce = |bytes: &mut [u8]| {
        (100..).zip(bytes).for_each(|(number, byte)| *byte = number);
        Ok(())
    };
    let sealed = keyring.seal(&AT, TEXT.as_bytes(), &nonce).unwrap();
    assert_eq!(hex::encode(&sealed), SEALED);
    assert_eq!(
        *keyring.open_field(&AT, &bytes_of(SEALED)).unwrap(),
        TEXT.as_bytes()
    );
    assert_eq!(
        hex::encode(&keyring.digests(&ID_NUMBER, TEXT.as_bytes())[0]),
        DIGEST
    );
    assert_eq!(hex::encode(&keyring.audit_mac(b"link 1")), AUDIT_MAC);
    assert_eq!(hex::encode(&keyring.checks()[0].digest), CHECK);
    assert_eq!(hex::encode(&keyring.head_keys()[0].public_key), PUBLIC_KEY);
    assert_eq!(hex::encode(&keyring.sign_head(b"head 1").signature), SIGNATURE);
    assert!(verify_head(
        &hex::decode(PUBLIC_KEY).unwrap(),
        b"head 1",
        &hex::decode(SIGNATURE).unwrap()
    ));
}

#[test]
fn the_digest_key_is_not_the_key_that_seals() {
    let folder = Folder::new();
    folder.put(KEY_FILE);
    let file = crate::personal_data::on_disk::read(&folder.file())
        .unwrap()
        .unwrap();
    let keys = crate::personal_data::derived::WorkingKeys::derive(file.by_use().next().unwrap());
    let message = ID_NUMBER.digested(b"x");
    let by_sealing_key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, keys.sealing());
    assert_ne!(
        ring::hmac::sign(&by_sealing_key, &message).as_ref(),
        keys.digest(&message)
    );
    assert_ne!(
        keys.digest(&message),
        keys.audit_mac(&message),
        "one key a purpose"
    );
}

fn bytes_of(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
