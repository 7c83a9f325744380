package dev.bastion.ssh.sftp;

import java.io.IOException;
import java.util.Optional;

/** Reads what the client sends. Its lock is held by the one thread that carries this direction. */
final class ClientSide implements PacketStream.Reader {

    private static final int WRITE_FIXED = 8 + 4;

    private final Conversation conversation;
    private final ServerSide server;
    private final PacketStream packets = new PacketStream(this);
    private Optional<Flow> writing = Optional.empty();
    private long place;
    private boolean questionDue;
    private Out toClient = (bytes, offset, length) -> {};

    ClientSide(Conversation conversation, ServerSide server) {
        this.conversation = conversation;
        this.server = server;
    }

    synchronized void accept(byte[] bytes, int offset, int length, Out toServer, Out answers) throws IOException {
        toClient = answers;
        packets.accept(bytes, offset, length, toServer);
    }

    @Override
    public int headSize(byte[] bytes, int offset, int have, int total) throws MalformedSftpException {
        if (type(bytes, offset) != Wire.WRITE) {
            return Math.min(total, Wire.MAX_HEAD);
        }
        int untilHandle = Wire.HEADER + 4;
        if (have < untilHandle) {
            return checked(untilHandle, total);
        }
        int handle = Fields.u32(bytes, offset + Wire.HEADER);
        if (handle < 0 || handle > Wire.MAX_HANDLE) {
            throw new MalformedSftpException("handle of " + Integer.toUnsignedString(handle) + " bytes is too long");
        }
        return checked(untilHandle + handle + WRITE_FIXED, total);
    }

    @Override
    public boolean head(byte[] bytes, int offset, int size, int total) throws IOException {
        writing = Optional.empty();
        int type = type(bytes, offset);
        if (type == Wire.INIT) {
            conversation.greet();
            questionDue = conversation.asksForStart();
            return true;
        }
        Fields fields = new Fields(bytes, offset + 5, size - 5);
        int id = fields.u32();
        Request request = RequestReader.read(type, fields);
        if (request instanceof Request.Write write && write.length() != total - size) {
            throw new MalformedSftpException(
                    "WRITE of " + Integer.toUnsignedString(write.length()) + " bytes in a packet of " + total);
        }
        return switch (conversation.admit(id, request)) {
            case Verdict.Passes passes -> {
                follow(request, passes.on());
                yield true;
            }
            case Verdict.Refused refused -> {
                server.answer(refused.status().packet(id, refused.text()), toClient);
                yield false;
            }
        };
    }

    @Override
    public void rest(byte[] bytes, int offset, int length) {
        if (writing.isPresent()) {
            writing.get().carry(place, bytes, offset, length);
            place += length;
        }
    }

    @Override
    public boolean waiting() {
        return questionDue;
    }

    /** Where relative paths begin is asked right behind INIT; servers read their packets in order. */
    @Override
    public void release(Out out) throws IOException {
        questionDue = false;
        byte[] question = RequestReader.whereWeAre(Conversation.OWN_QUESTION);
        out.write(question, 0, question.length);
    }

    private void follow(Request request, OpenHandle on) {
        if (request instanceof Request.Write write && on instanceof FileTransfer file) {
            writing = Optional.of(file.writing());
            place = write.offset();
        }
    }

    private static int type(byte[] bytes, int offset) {
        return bytes[offset + 4] & 0xff;
    }

    private static int checked(int size, int total) throws MalformedSftpException {
        if (size > total) {
            throw new MalformedSftpException("packet ends in the middle of a field");
        }
        return size;
    }
}
