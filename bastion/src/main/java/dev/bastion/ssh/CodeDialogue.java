package dev.bastion.ssh;

import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;

/** The messages of {@code keyboard-interactive} (RFC 4256) with which a person is asked for one code, unseen. Stateless. */
final class CodeDialogue {
    static final String METHOD = "keyboard-interactive";

    private static final int LONGEST = 256;

    private CodeDialogue() {}

    /** Section 3.2, with one prompt that is not echoed. */
    static void ask(AbstractSession session, String instruction) throws Exception {
        Buffer question = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, 256);
        question.putString("");
        question.putString(instruction);
        question.putString("");
        question.putUInt(1);
        question.putString("code: ");
        question.putBoolean(false);
        session.writePacket(question);
    }

    /** Section 3.4: the one answer. */
    static String answer(Buffer response) throws SshException {
        long answers = response.getUInt();
        if (answers != 1 || response.available() > LONGEST) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "not one short answer but " + answers);
        }
        return response.getString(StandardCharsets.UTF_8).strip();
    }
}
