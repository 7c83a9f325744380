package dev.bastion.ssh.sftp;

import java.time.Instant;

/** A request that waits for its answer. */
record Pending(Request request, OpenHandle on, Instant asked) {}
