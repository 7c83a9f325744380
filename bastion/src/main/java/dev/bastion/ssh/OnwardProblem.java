package dev.bastion.ssh;

import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.credential.SecretUnavailableException;
import java.util.concurrent.CompletionException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.kex.KexProposalOption;

/** Why a target was not reached, as the person reads it: what happened and what to do, nothing that the host said. */
final class OnwardProblem {
    /** How MINA's sentence begins when the two lists of a kind have nothing in common; then comes the kind. */
    private static final String NOTHING_COMMON = "Unable to negotiate key exchange for ";

    private OnwardProblem() {}

    static String sentence(String target, String login, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof SecretUnavailableException) {
            return "the bastion has nothing to log in with as \"" + login + "\" on " + target
                    + " now; tell an administrator";
        }
        if (cause instanceof SignerUnavailableException) {
            return "no certificate for " + target + " can be signed now; tell an administrator";
        }
        if (cause instanceof SshException ssh) {
            int code = ssh.getDisconnectCode();
            if (speaksNothingAccepted(ssh)) {
                return target + " speaks none of the algorithms that are accepted here; tell an administrator";
            }
            if (code == SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE
                    || code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
                return target + " showed another host key than the one it is known by; tell an administrator";
            }
            if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
                return target + " did not accept the login \"" + login + "\"; tell an administrator";
            }
        }
        return target + " could not be reached; tell an administrator if it lasts";
    }

    /** What lies beneath the stages that it came through. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A host that has no key of the kinds that it is known by is one with another key. */
    private static boolean speaksNothingAccepted(SshException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.startsWith(NOTHING_COMMON)
                && !message.startsWith(NOTHING_COMMON + KexProposalOption.SERVERKEYS.getDescription());
    }
}
