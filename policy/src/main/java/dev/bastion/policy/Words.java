package dev.bastion.policy;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.rule.TicketPattern;
import dev.bastion.policy.text.Plain;
import java.util.Optional;

/** What people may write of their own: reasons and tickets. */
final class Words {

    static final int MAX_REASON = 1000;
    static final int MAX_TICKET = 64;

    private Words() {}

    /** What is wrong with a reason that may be left out. */
    static Optional<Refused> reasonFault(String reason) {
        return Plain.fault(reason, MAX_REASON)
                .map(fault -> new Refused(
                        Reason.UNFIT,
                        "the reason " + fault,
                        "a reason is one line of plain text, at most " + MAX_REASON + " characters"));
    }

    /** What is wrong with a reason that must be there. */
    static Optional<Refused> missingOrFault(String reason) {
        return reason.isBlank() ? Optional.of(reasonMissing()) : reasonFault(reason);
    }

    /** What is wrong with a note that may be left out. */
    static Optional<Refused> noteFault(String note) {
        return Plain.fault(note, MAX_REASON)
                .map(fault -> new Refused(
                        Reason.UNFIT,
                        "the note " + fault,
                        "a note is one line of plain text, at most " + MAX_REASON + " characters"));
    }

    /** What is wrong with a reviewer's note; one on a deviation must be there. */
    static Optional<Refused> noteFault(Verdict verdict, String note) {
        if (verdict == Verdict.DEVIATION && note.isBlank()) {
            return Optional.of(
                    new Refused(Reason.REASON_MISSING, "a deviation needs a note", "say what it is: --note TEXT"));
        }
        return Plain.fault(note, MAX_REASON)
                .map(fault -> new Refused(
                        Reason.UNFIT,
                        "the note " + fault,
                        "a note is one line of plain text, at most " + MAX_REASON + " characters"));
    }

    static Refused reasonMissing() {
        return new Refused(Reason.REASON_MISSING, "a reason is missing", "say why: --reason TEXT");
    }

    static Optional<Refused> ticketFault(Optional<String> ticket) {
        return ticket.flatMap(text -> Plain.fault(text, MAX_TICKET))
                .map(fault -> new Refused(
                        Reason.UNFIT,
                        "the ticket " + fault,
                        "a ticket is plain text, at most " + MAX_TICKET + " characters"));
    }

    /** What a rule misses in the words of a wish to lengthen a grant: an emergency needs a reason and never a ticket. */
    static Optional<Refused> missing(Grant grant, Rule rule, String reason, Optional<String> ticket) {
        return grant.isBreakGlass() ? missingOrFault(reason) : missing(rule, reason, ticket);
    }

    /** What a rule misses in the words of a request. */
    static Optional<Refused> missing(Rule rule, String reason, Optional<String> ticket) {
        if (rule.papers().reasonRequired() && reason.isBlank()) {
            return Optional.of(reasonMissing());
        }
        return rule.papers().ticket().flatMap(pattern -> ticketMissing(pattern, ticket));
    }

    private static Optional<Refused> ticketMissing(TicketPattern pattern, Optional<String> ticket) {
        if (ticket.isEmpty()) {
            return Optional.of(new Refused(
                    Reason.TICKET_MISSING,
                    "a ticket is missing",
                    "name one like '" + pattern.text() + "': --ticket ID"));
        }
        if (!pattern.matches(ticket.get())) {
            return Optional.of(new Refused(
                    Reason.UNFIT,
                    "the ticket '" + Plain.shown(ticket.get()) + "' is not of the form '" + pattern.text() + "'",
                    "name one of that form: --ticket ID"));
        }
        return Optional.empty();
    }
}
