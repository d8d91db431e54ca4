//! One figure a line, and how figures are drawn from many measurements.

use std::time::{Duration, Instant};

use serde_json::json;

/// Prints one figure.
pub(crate) fn figure(bench: &str, metric: &str, n: u64, value: f64, unit: &str) {
    let value = (value * 1_000.0).round() / 1_000.0;
    println!(
        "{}",
        json!({ "bench": bench, "metric": metric, "n": n, "value": value, "unit": unit })
    );
}

/// Many measurements of one thing, in milliseconds.
#[derive(Debug, Default, Clone)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Measures `work` once and returns what it made.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let made = work();
        self.add(start.elapsed());
        made
    }

    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1_000.0);
    }

    pub(crate) fn add_all(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// The smallest measurement that `percent` of all do not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted[at]
    }

    /// The newest measurement.
    pub(crate) fn last(&self) -> f64 {
        self.0.last().copied().unwrap_or_default()
    }

    pub(crate) fn median(&self) -> f64 {
        self.percentile(50)
    }
}
