//! Where events may be sent: addresses on the internet. Shops name the address, so it must not reach what only we can reach
//! (server-side request forgery).
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use shared::Rule;
use std::{
    error::Error,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

/// Which addresses are used.
#[derive(Clone, Copy)]
pub struct Addresses {
    /// Those that are not on the internet, too.
    pub private: bool,
}

/// A name that stands for addresses which are not used only.
#[derive(Debug)]
pub struct Private;

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an address on the internet")
    }
}

impl Error for Private {}

impl Addresses {
    /// An address as it will be used: with a name, which is looked up when it is sent to, or with a number, which is looked at
    /// here. Reading it settles odd spellings: `0x7f.1` is 127.0.0.1.
    pub fn check(self, url: &str) -> Result<Url, Rule> {
        let url = Url::parse(url.trim()).map_err(|_| Rule::Format)?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        let host = url.host_str().filter(|_| is_plain && matches!(url.scheme(), "http" | "https"));
        let host = host.ok_or(Rule::Format)?.trim_matches(['[', ']']);
        match host.parse() {
            Ok(number) if !self.allows(number) => Err(Rule::Private),
            _ => Ok(url),
        }
    }

    fn allows(self, address: IpAddr) -> bool {
        self.private || is_public(address)
    }
}

/// The connection is made to what is returned here and nothing else, so a name cannot become another between check and use.
impl Resolve for Addresses {
    fn resolve(&self, name: Name) -> Resolving {
        let addresses = *self;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let usable: Vec<SocketAddr> = found.filter(|address| addresses.allows(address.ip())).collect();
            if usable.is_empty() {
                return Err(Private.into());
            }
            Ok(Box::new(usable.into_iter()) as Addrs)
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_4.iter().any(|(net, bits)| within_4(address, *net, *bits)),
        // Only this part of all addresses is in use on the internet; what stands for an IPv4 address is elsewhere, or below.
        IpAddr::V6(address) => {
            within_6(address, "2000::", 3) && !NOT_PUBLIC_6.iter().any(|(net, bits)| within_6(address, net, *bits))
        }
    }
}

/// IANA's special-purpose addresses (RFC 6890 and its registry), and what is no single address.
const NOT_PUBLIC_4: &[([u8; 4], u32)] = &[
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 3),
];

/// Protocols (Teredo among them), documentation, 6to4, documentation.
const NOT_PUBLIC_6: &[(&str, u32)] = &[("2001::", 23), ("2001:db8::", 32), ("2002::", 16), ("3fff::", 20)];

fn within_4(address: Ipv4Addr, net: [u8; 4], bits: u32) -> bool {
    (address.to_bits() ^ u32::from_be_bytes(net)) >> (32 - bits) == 0
}

fn within_6(address: Ipv6Addr, net: &str, bits: u32) -> bool {
    let net: Ipv6Addr = net.parse().expect("the networks above are written by hand and tested");
    (address.to_bits() ^ net.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC_ONLY: Addresses = Addresses { private: false };

    #[test]
    fn addresses_on_the_internet_are_used_however_they_are_written() {
        for good in [
            "https://example.com/hook",
            "http://example.com:8080",
            "https://93.184.215.14/x?y=1#z",
            "https://1.1.1.1",
            "https://223.255.255.254",
            "https://[2606:4700:4700::1111]:8443/",
            "https://[2a00:1450::1]",
            "https://tienda.españa.example/aviso",
        ] {
            assert!(PUBLIC_ONLY.check(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn no_spelling_of_a_private_address_is_used() {
        for bad in [
            "http://127.0.0.1",
            "http://127.1:9000/x",
            "http://0x7f.1",
            "http://2130706433",
            "http://0177.0.0.1",
            "http://①②⑦.0.0.1",
            "http://127.0.0.1.",
            "http://0",
            "http://0.0.0.0:8080",
            "http://10.0.0.1",
            "http://100.64.0.1",
            "http://100.127.255.255",
            "http://169.254.169.254/latest/meta-data/",
            "http://172.31.0.1",
            "http://192.0.0.8",
            "http://192.168.1.1",
            "http://198.19.0.1",
            "http://203.0.113.9",
            "http://224.0.0.1",
            "http://255.255.255.255",
            "http://[::]",
            "http://[::1]",
            "http://[::ffff:127.0.0.1]",
            "http://[::ffff:a00:1]",
            "http://[::7f00:1]",
            "http://[64:ff9b::7f00:1]",
            "http://[64:ff9b:1::1]",
            "http://[fe80::1]",
            "http://[fec0::1]",
            "http://[fd00::1]",
            "http://[fc00::1]",
            "http://[ff02::1]",
            "http://[2001:db8::1]",
            "http://[2001::1]",
            "http://[2002:7f00:1::]",
            "http://[3fff::1]",
            "http://[100::1]",
            "http://[5f00::1]",
        ] {
            assert_eq!(PUBLIC_ONLY.check(bad), Err(Rule::Private), "{bad}");
            assert!(Addresses { private: true }.check(bad).is_ok(), "{bad}");
        }
    }

    #[test]
    fn what_is_no_plain_address_of_the_web_is_refused() {
        for bad in [
            "",
            "example.com",
            "/hook",
            "ftp://example.com",
            "file:///etc/passwd",
            "unix:/run/x",
            "gopher://example.com",
            "https://user@example.com",
            "https://user:pass@example.com",
            "https://:pass@example.com",
            "https://",
            "javascript:alert(1)",
            "http://exa mple.com",
            "http://[::1",
            "http://1.2.3.4.5",
            "data:text/plain,x",
        ] {
            assert_eq!(Addresses { private: true }.check(bad), Err(Rule::Format), "{bad}");
        }
    }

    #[actix_web::test]
    async fn a_name_of_this_machine_is_looked_up_and_dropped() {
        let look_up = async |private: bool| {
            let found = Addresses { private }.resolve("localhost".parse().unwrap()).await;
            found.map(|found| found.map(|address| address.ip().is_loopback()).collect::<Vec<_>>())
        };
        assert!(look_up(false).await.is_err_and(|error| error.is::<Private>()));
        assert!(look_up(true).await.unwrap().into_iter().all(|is_loopback| is_loopback));
    }
}
