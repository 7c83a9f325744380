package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Reads what the server sends, and puts answers of our own between its packets. Its lock keeps the order of what goes to
 * the client.
 */
final class ServerSide implements PacketStream.Reader {

    private static final int SIZE_FLAG = 0x01;

    private final Conversation conversation;
    private final PacketStream packets = new PacketStream(this);
    private final Queue<byte[]> ours = new ArrayDeque<>();
    private byte[] version = {};
    private Optional<FileTransfer> reading = Optional.empty();
    private long place;
    private int left;

    ServerSide(Conversation conversation) {
        this.conversation = conversation;
    }

    synchronized void accept(byte[] bytes, int offset, int length, Out toClient) throws IOException {
        packets.accept(bytes, offset, length, toClient);
    }

    /** Sends an answer of ours: at once, or when the server's packet that is on its way has ended. */
    synchronized void answer(byte[] packet, Out toClient) throws IOException {
        if (packets.betweenPackets()) {
            toClient.write(packet, 0, packet.length);
        } else if (ours.size() < Wire.MAX_ANSWERS) {
            ours.add(packet);
        } else {
            throw new MalformedSftpException("more than " + Wire.MAX_ANSWERS + " refused requests wait for an answer");
        }
    }

    @Override
    public int headSize(byte[] bytes, int offset, int have, int total) throws MalformedSftpException {
        int type = bytes[offset + 4] & 0xff;
        if (type == Wire.VERSION && total > Wire.MAX_VERSION_LENGTH) {
            throw new MalformedSftpException(
                    "VERSION of " + total + " bytes is longer than " + Wire.MAX_VERSION_LENGTH);
        }
        int wanted = Wire.HEADER
                + switch (type) {
                    case Wire.VERSION -> Wire.MAX_VERSION_LENGTH;
                    case Wire.STATUS -> 4 + 4 + Wire.MAX_STATUS_TEXT;
                    case Wire.HANDLE -> 4 + Wire.MAX_HANDLE;
                    case Wire.DATA -> 4;
                    case Wire.NAME -> 4 + 4 + Wire.MAX_PATH;
                    case Wire.ATTRS -> 4 + 8;
                    default -> 0;
                };
        return Math.min(wanted, total);
    }

    @Override
    public boolean head(byte[] bytes, int offset, int size, int total) throws IOException {
        reading = Optional.empty();
        int type = bytes[offset + 4] & 0xff;
        Fields fields = new Fields(bytes, offset + 5, size - 5);
        int id = fields.u32();
        if (conversation.awaitsStart()) {
            startTold(type, id, fields);
            return false;
        }
        switch (type) {
            case Wire.VERSION -> {
                conversation.agree(id);
                version = Extensions.versionWithout(fields);
                greetIfReady();
                return false;
            }
            case Wire.STATUS -> conversation.status(id, answer(fields));
            case Wire.HANDLE -> conversation.opened(id, fields.handle());
            case Wire.DATA -> data(id, fields.u32(), total - size);
            case Wire.NAME -> conversation.names(id, firstName(fields));
            case Wire.ATTRS -> conversation.attributes(id, size(fields));
            case Wire.EXTENDED_REPLY -> conversation.extended(id);
            default -> throw new MalformedSftpException("packet type " + type + " is no reply");
        }
        return true;
    }

    /** The client asks nothing before it has VERSION, so what comes until then answers our own question. */
    private void startTold(int type, int id, Fields fields) throws MalformedSftpException {
        if (type != Wire.NAME && type != Wire.STATUS) {
            throw new MalformedSftpException("packet type " + type + " does not say where relative paths begin");
        }
        conversation.startTold(id, type == Wire.NAME ? firstName(fields) : Optional.empty());
        greetIfReady();
    }

    private void greetIfReady() {
        if (!conversation.awaitsStart()) {
            ours.add(version);
        }
    }

    @Override
    public void rest(byte[] bytes, int offset, int length) {
        if (reading.isPresent()) {
            Flow flow = reading.get().reading();
            flow.carry(place, bytes, offset, length);
            flow.passed(place, length);
            place += length;
            left -= length;
            endIfWhole(reading.get());
        }
    }

    private void endIfWhole(FileTransfer file) {
        if (left == 0) {
            conversation.dataPassed(file);
            reading = Optional.empty();
        }
    }

    @Override
    public boolean waiting() {
        return !ours.isEmpty();
    }

    @Override
    public void release(Out out) throws IOException {
        for (byte[] packet = ours.poll(); packet != null; packet = ours.poll()) {
            out.write(packet, 0, packet.length);
        }
    }

    private void data(int id, int length, int there) throws MalformedSftpException {
        if (length != there) {
            throw new MalformedSftpException("DATA of " + Integer.toUnsignedString(length) + " bytes with " + there);
        }
        Pending asked = conversation.data(id, length);
        if (asked.request() instanceof Request.Read read && asked.on() instanceof FileTransfer file) {
            reading = Optional.of(file);
            place = read.offset();
            left = length;
            endIfWhole(file);
        }
    }

    /** Text and language are missing where a server speaks an older version underneath. */
    private static Answer answer(Fields fields) throws MalformedSftpException {
        int code = fields.u32();
        return new Answer(code, fields.remaining() >= 4 ? fields.shownText() : "");
    }

    private static Optional<TransferPath> firstName(Fields fields) throws MalformedSftpException {
        int count = fields.u32();
        return count == 0 ? Optional.empty() : Optional.of(fields.path());
    }

    private static OptionalLong size(Fields fields) throws MalformedSftpException {
        return (fields.u32() & SIZE_FLAG) == 0 ? OptionalLong.empty() : OptionalLong.of(fields.place("size"));
    }
}
