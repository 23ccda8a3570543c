package io.aliasdefender.os;

import java.nio.ByteOrder;

/** Classic packet filters: the kernel drops what we would only throw away. An instruction is code, jt, jf, k. */
final class Bpf {
    static final int LOAD_WORD = 0x20;
    static final int LOAD_HALF = 0x28;
    static final int LOAD_BYTE = 0x30;
    static final int EQUAL = 0x15;
    static final int GREATER = 0x25;
    static final int GREATER_OR_EQUAL = 0x35;
    static final int RETURN = 0x06;
    static final int ACCEPT = 0x40000;
    static final int DROP = 0;
    /** Loads at such an offset give what the kernel knows about a packet. */
    private static final int SKF_AD_OFF = -0x1000;
    /** The EtherType. */
    static final int PROTOCOL = SKF_AD_OFF;
    /** To whom a frame was sent: {@link SocketAddresses#PACKET_OTHERHOST} and the like. */
    static final int PACKET_TYPE = SKF_AD_OFF + 4;
    /** The index of the interface that a packet came in on. */
    static final int INTERFACE_INDEX = SKF_AD_OFF + 8;
    /** 1 for a frame with a VLAN tag, else 0. */
    static final int VLAN_TAG_PRESENT = SKF_AD_OFF + 48;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int PROGRAM_BYTES = 16;

    private Bpf() {}

    /** Returns false, with the error number in {@link Errno#last()}, when the kernel refuses. */
    static boolean attach(NativeSocket socket, int[][] instructions) {
        NativeBuffer code = NativeBuffer.allocate(instructions.length * INSTRUCTION_BYTES, ByteOrder.nativeOrder());
        for (int[] line : instructions) {
            code.bytes().putShort((short) line[0]).put((byte) line[1]).put((byte) line[2]);
            code.bytes().putInt(line[3]);
        }
        // struct sock_fprog: the length, padding, the address.
        NativeBuffer program = NativeBuffer.allocate(PROGRAM_BYTES, ByteOrder.nativeOrder());
        program.bytes().putShort(0, (short) instructions.length).putLong(Long.BYTES, code.address());
        return socket.option(Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, program, PROGRAM_BYTES);
    }
}
