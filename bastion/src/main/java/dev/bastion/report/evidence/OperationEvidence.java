package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.BastionEvent;
import dev.bastion.report.Report;
import java.util.ArrayList;
import java.util.List;

/** When the bastion, and with it the ledger, began and ended to work. */
final class OperationEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<BastionEvent> events = grounds.events().of(BastionEvent.class);
        List<String> crashes = new ArrayList<>();
        long starts = 0;
        long stops = 0;
        boolean running = false;
        for (BastionEvent event : events) {
            if (event instanceof BastionEvent.BastionStarted started) {
                starts++;
                if (running) {
                    crashes.add(Report.time(started.at()));
                }
                running = true;
            } else if (event instanceof BastionEvent.BastionStopped) {
                stops++;
                running = false;
            }
        }
        if (starts + stops == 0) {
            return new Finding.Nothing("the bastion was neither started nor stopped in this span");
        }
        List<String> restored = grounds.events().of(BastionEvent.LedgerRestored.class).stream()
                .map(event -> Report.time(event.at()) + " by " + event.by())
                .toList();
        return new Showing()
                .figure("started %s, stopped in order %s"
                        .formatted(counted(starts, "time", "times"), counted(stops, "time", "times")))
                .gapOf("started where no stop was written since the start before", crashes)
                .gapOf("an older copy of the ledger was put back", restored)
                .finding();
    }
}
