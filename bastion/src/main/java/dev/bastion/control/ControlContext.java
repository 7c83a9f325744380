package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AccessIssuer;
import dev.bastion.enrol.Joining;
import dev.bastion.enrol.LoginChecks;
import dev.bastion.factor.SecondFactors;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.signon.SignOnDesk;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What the commands work with. Immutable; its parts are thread-safe.
 *
 * @param journal where decisions are taken and written
 * @param desk what decides
 * @param policies the policy in force
 * @param issuer what signs access certificates
 * @param live what runs now
 * @param factors what proves people besides a key
 * @param signOn where people sign on, if they can
 * @param recordings the directory of all recordings
 * @param profile how clients reach the bastion
 * @param joining how hosts join
 * @param checks whether hosts let the bastion in
 * @param reports what auditors are shown
 * @param installation the bastion's own name, which stands in what approvers sign
 * @param clock the hour
 */
public record ControlContext(
        AccessJournal journal,
        AccessDesk desk,
        PolicyHolder policies,
        AccessIssuer issuer,
        LiveSessions live,
        SecondFactors factors,
        Optional<SignOnDesk> signOn,
        Path recordings,
        ClientProfile profile,
        Joining joining,
        LoginChecks checks,
        AuditReports reports,
        String installation,
        Clock clock) {
    public ControlContext {
        requireNonNull(journal, "journal is null");
        requireNonNull(desk, "desk is null");
        requireNonNull(policies, "policies is null");
        requireNonNull(issuer, "issuer is null");
        requireNonNull(live, "live is null");
        requireNonNull(factors, "factors is null");
        requireNonNull(signOn, "signOn is null");
        requireNonNull(recordings, "recordings is null");
        requireNonNull(profile, "profile is null");
        requireNonNull(joining, "joining is null");
        requireNonNull(checks, "checks is null");
        requireNonNull(reports, "reports is null");
        requireNonNull(installation, "installation is null");
        requireNonNull(clock, "clock is null");
    }
}
