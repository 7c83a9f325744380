package dev.bastion.report;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Grant;
import dev.bastion.report.evidence.Grounds;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Predicate;

/** What a report is made from; each is only read where a report asks for it. */
interface ReportSources {
    AccessState state();

    AccessPolicy policy() throws IOException;

    /** Reads the whole ledger, and the recordings of the span. */
    Grounds grounds() throws IOException;

    Span span();

    Instant now();

    /** Which grants whoever asks may see. */
    Predicate<Grant> shown();
}
