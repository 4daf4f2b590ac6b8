//! An order in which texts that are alike follow each other. Compressors write what they have seen before as a step back, and
//! short steps, and the same ones again and again, cost less than long ones.
use std::collections::HashMap;

/// Bytes of the pieces by which two texts are compared.
const PIECE: usize = 5;

/// Pieces that are in more texts than this say nothing about any of them.
const COMMON: usize = 1000;

/// The places of these texts in such an order: each is followed by the one of those left that shares most with it, as a part
/// of what both have; where none shares anything, by the first one left.
pub fn order(texts: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<Vec<u64>> = texts.iter().map(|text| pieces(text)).collect();
    let holders = holders(&pieces);
    let (mut is_left, mut shared) = (vec![true; texts.len()], vec![0_usize; texts.len()]);
    let (mut order, mut first) = (Vec::with_capacity(texts.len()), 0);
    let mut next = None;
    loop {
        while first < texts.len() && !is_left[first] {
            first += 1;
        }
        let Some(now) = next.or_else(|| (first < texts.len()).then_some(first)) else { return order };
        is_left[now] = false;
        order.push(now);
        let mut met = Vec::new();
        for other in pieces[now].iter().filter_map(|piece| holders.get(piece)).flatten().copied() {
            if is_left[other] {
                if shared[other] == 0 {
                    met.push(other);
                }
                shared[other] += 1;
            }
        }
        let all = |other: usize| pieces[now].len() + pieces[other].len() - shared[other];
        // Of equals the first; parts are compared by multiplying, which loses nothing.
        next = met.iter().copied().max_by(|one, other| {
            let (one_part, other_part) = (shared[*one] * all(*other), shared[*other] * all(*one));
            one_part.cmp(&other_part).then(other.cmp(one))
        });
        for other in met {
            shared[other] = 0;
        }
    }
}

/// The different pieces of a text.
fn pieces(text: &[u8]) -> Vec<u64> {
    let number = |piece: &[u8]| piece.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    let mut pieces: Vec<u64> = text.windows(PIECE).map(number).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// Which texts have a piece, for those that say something.
fn holders(pieces: &[Vec<u64>]) -> HashMap<u64, Vec<usize>> {
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (text, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            holders.entry(*piece).or_default().push(text);
        }
    }
    holders.retain(|_, texts| (2..=COMMON).contains(&texts.len()));
    holders
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn those_that_share_most_follow_each_other_and_none_is_lost() {
        let texts = ["one way to say it", "nothing like it", "another way to say it", "0123456789"];
        let texts = texts.map(str::as_bytes);
        assert_eq!(order(&texts), [0, 2, 1, 3]);
        assert_eq!(order(&[]), [0; 0]);
        assert_eq!(order(&[b"", b"x"]), [0, 1]);
    }
}
