package dev.bastion.control;

import dev.bastion.policy.Duty;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The table of commands: each with the duty it needs and the duties that widen what it shows (THREATS T6). A command that
 * needs none is about one's own affairs; another's thing then answers as one that does not exist.
 */
@SuppressWarnings("ImmutableEnumChecker") // a constructor reference and Set.of, which nobody changes
enum Verb {
    WHOAMI("whoami", "who I am to this bastion, and by what", WhoamiCommand::new),
    TARGETS("targets", "what I may ask for", TargetsCommand::new),
    REQUEST("request", "ask for access", RequestCommand::new),
    BREAK_GLASS("break-glass", "take access at once in an emergency, where a rule allows it", BreakGlassCommand::new),
    REQUESTS("requests", "what was asked for, and what waits", RequestsCommand::new, Duty.ADMINISTER, Duty.APPROVE),
    APPROVE(Duty.APPROVE, "approve", "say yes to a request, never to one's own", ApproveCommand::new),
    DENY(Duty.APPROVE, "deny", "say no to a request, with a reason", DenyCommand::new),
    WITHDRAW("withdraw", "take back a request of one's own", WithdrawCommand::new),
    CERT("cert", "the certificate for the key that this connection proved", CertCommand::new),
    LOGIN("login", "sign on at the provider, so that the key of this connection becomes yours", LoginCommand::new),
    LOGOUT("logout", "end what came of signing on by the key of this connection, at once", LogoutCommand::new),
    MFA("mfa", "the second factor: show a code, enrol, or take away a lost one", MfaCommand::new),
    GRANTS("grants", "what I may use now", GrantsCommand::new, Duty.ADMINISTER),
    EXTEND("extend", "ask for more time under a grant of one's own", ExtendCommand::new),
    RELEASE("release", "give back a grant of one's own", ReleaseCommand::new),
    REVOKE(
            Duty.ADMINISTER,
            "revoke",
            "take a grant, a certificate, a key or an authority away, at once",
            RevokeCommand::new),
    PERSON(Duty.ADMINISTER, "person", "shut somebody out at once, or let them in again", PersonCommand::new),
    ENROL(Duty.ADMINISTER, "enrol", "the script with which a host joins, to be run there by root", EnrolCommand::new),
    TARGET(
            Duty.ADMINISTER,
            "target",
            "whether a host lets the bastion in, and with which keys it answers",
            TargetCommand::new),
    PROPOSALS(
            Duty.ADMINISTER,
            "proposals",
            "who is given the same again and again: rules to review",
            ProposalsCommand::new),
    SESSIONS("sessions", "what runs now", SessionsCommand::new, Duty.ADMINISTER, Duty.REVIEW),
    KILL(Duty.ADMINISTER, "kill", "end a live session, at once", KillCommand::new),
    RECORDINGS("recordings", "what was recorded", RecordingsCommand::new, Duty.ADMINISTER, Duty.REVIEW),
    REPLAY(Duty.REVIEW, "replay", "play a recorded session in this terminal", ReplayCommand::new),
    EXPORT(Duty.REVIEW, "export", "write a recorded session to standard output", ExportCommand::new),
    HOLD(
            "hold",
            "keep the recordings of a grant or a session whatever their class says, or list what is held",
            HoldCommand::new,
            Duty.ADMINISTER,
            Duty.REVIEW),
    UNHOLD(
            "unhold",
            "lift a hold: the class of retention counts again",
            UnholdCommand::new,
            Duty.ADMINISTER,
            Duty.REVIEW),
    REVIEWS(Duty.REVIEW, "reviews", "the ended grants that wait for their review", ReviewsCommand::new),
    REVIEW(Duty.REVIEW, "review", "lay what was done beside what was asked, and sign it off", ReviewCommand::new),
    REPORT(
            "report",
            "what an auditor is shown: access, rules, people and frameworks, over a span",
            ReportCommand::new,
            Duty.ADMINISTER,
            Duty.REVIEW),
    SSH_CONFIG("ssh-config", "the client profile to paste", SshConfigCommand::new),
    HELP("help", "the commands, or what one takes", HelpCommand::new);

    private final Optional<Duty> needs;
    private final String word;
    private final String does;
    private final Supplier<ControlCommand> maker;
    private final Set<Duty> widenedBy;

    Verb(String word, String does, Supplier<ControlCommand> maker, Duty... widenedBy) {
        this.needs = Optional.empty();
        this.word = word;
        this.does = does;
        this.maker = maker;
        this.widenedBy = Set.of(widenedBy);
    }

    Verb(Duty needs, String word, String does, Supplier<ControlCommand> maker) {
        this.needs = Optional.of(needs);
        this.word = word;
        this.does = does;
        this.maker = maker;
        this.widenedBy = Set.of();
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findFirst();
    }

    /** What people type. */
    String word() {
        return word;
    }

    /** What it does, in a few words. */
    String does() {
        return does;
    }

    /** The duty without which it does nothing. */
    Optional<Duty> needs() {
        return needs;
    }

    /** The duties that show others' affairs too. */
    Set<Duty> widenedBy() {
        return widenedBy;
    }

    /** A fresh command, to be filled with arguments. */
    ControlCommand make() {
        return maker.get();
    }
}
