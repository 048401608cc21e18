//! Every row under criterion, the peers beside this library: `cargo bench -p backup-window-benches -- 'row 5/'`.
//!
//! A bench is a pass over questions; the time of one is what criterion calls the time of an element.

use std::time::Duration;

use backup_window_benches::rows::ROWS;
use backup_window_benches::timing;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn rows(c: &mut Criterion) {
    for (id, build) in ROWS {
        let row = build();
        row.check();
        let mut group = c.benchmark_group(format!("row {id}"));
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1));
        for contender in &row.contenders {
            // A slow one gets fewer questions.
            let elements = timing::affordable(contender, Duration::from_millis(2));
            group.throughput(Throughput::Elements(elements as u64));
            group.bench_function(contender.name, |b| b.iter(|| contender.pass(elements)));
        }
        group.finish();
    }
}

criterion_group!(benches, rows);
criterion_main!(benches);
