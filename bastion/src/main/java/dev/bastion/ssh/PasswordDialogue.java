package dev.bastion.ssh;

import dev.bastion.credential.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Logs in with a password: by {@code password} (RFC 4252, section 8) or by {@code keyboard-interactive} (RFC 4256) with
 * the one prompt that hides what is typed, whichever the target offers. The password is said once and never again: old
 * appliances lock an account after a few wrong ones.
 */
final class PasswordDialogue implements OnwardDialogue {
    private static final String PASSWORD = "password";
    private static final String INTERACTIVE = "keyboard-interactive";
    private static final int REQUEST_BYTES = 512;
    /** A target that only informs may do so a few times, without a prompt. */
    private static final int EMPTY_QUESTIONS = 4;

    private enum Asked {
        WHAT_IS_OFFERED,
        BY_PASSWORD,
        BY_INTERACTION
    }

    private final OnwardSession session;
    private final String service;
    private final SecretBytes password;
    private Asked asked = Asked.WHAT_IS_OFFERED;
    private boolean said;
    private int questions;

    PasswordDialogue(OnwardSession session, String service, SecretBytes password) {
        this.session = session;
        this.service = service;
        this.password = password;
    }

    @Override
    public IoWriteFuture begin() throws IOException {
        return session.writePacket(request("none"));
    }

    @Override
    public void answered(int message, Buffer packet) throws Exception {
        if (message == SshConstants.SSH_MSG_USERAUTH_FAILURE) {
            refused(packet);
        } else if (message == SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST && asked == Asked.BY_INTERACTION) {
            prompted(packet);
        } else if (message == SshConstants.SSH_MSG_USERAUTH_PASSWD_CHANGEREQ && asked == Asked.BY_PASSWORD) {
            throw new RefusedException("it wants a new password");
        } else {
            throw new RefusedException("it sent message " + message + " during the login");
        }
    }

    private void refused(Buffer packet) throws Exception {
        List<String> offered = Arrays.asList(packet.getString().split(",", -1));
        boolean partial = packet.getBoolean();
        if (partial) {
            throw new RefusedException("it wants more than a password");
        }
        if (asked != Asked.WHAT_IS_OFFERED) {
            throw new RefusedException(said ? "it refused the password" : "it refused the login without asking for it");
        }
        if (offered.contains(PASSWORD)) {
            asked = Asked.BY_PASSWORD;
            said = true;
            Buffer request = request(PASSWORD);
            request.putBoolean(false);
            request.putBytes(password.bytes());
            session.writePacket(request);
        } else if (offered.contains(INTERACTIVE)) {
            asked = Asked.BY_INTERACTION;
            Buffer request = request(INTERACTIVE);
            request.putString("");
            request.putString("");
            session.writePacket(request);
        } else {
            throw new RefusedException("it takes no password");
        }
    }

    private void prompted(Buffer packet) throws Exception {
        packet.getString();
        packet.getString();
        packet.getString();
        int prompts = packet.getInt();
        if (prompts == 0 && ++questions <= EMPTY_QUESTIONS) {
            Buffer nothing = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, REQUEST_BYTES);
            nothing.putUInt(0);
            session.writePacket(nothing);
            return;
        }
        if (prompts != 1 || said) {
            throw new RefusedException("it asks for more than one password");
        }
        packet.getString();
        if (packet.getBoolean()) {
            throw new RefusedException("it asks for something that it would show");
        }
        said = true;
        Buffer answer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, REQUEST_BYTES);
        answer.putUInt(1);
        answer.putBytes(password.bytes());
        session.writePacket(answer);
    }

    private Buffer request(String method) {
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, REQUEST_BYTES);
        request.putString(session.getUsername(), StandardCharsets.UTF_8);
        request.putString(service);
        request.putString(method);
        return request;
    }
}
