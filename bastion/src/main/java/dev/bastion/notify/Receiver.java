package dev.bastion.notify;

import dev.bastion.config.NoticeKind;
import java.util.List;
import java.util.Set;

/** Somewhere that notices go. Thread-safe. */
interface Receiver {

    /** How the log calls it; names no secret. */
    String label();

    /** What it wants to be told of. */
    Set<NoticeKind> events();

    /** What is to be sent for that notice; nothing when it concerns nobody there. Blocks on nothing. */
    List<Delivery> deliveries(Notice notice);
}
