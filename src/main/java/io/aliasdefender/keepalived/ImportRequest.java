package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.keepalived.parse.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be imported.
 *
 * @param file that of one host, or one for all of them with {@code @} lines
 * @param self what is known of the host of the file besides
 * @param peers the other hosts
 * @param sources where the files are
 * @param here the machine of the import, which may be any: it only makes suggestions
 * @param program finds the path of a program
 */
public record ImportRequest(
        Path file,
        HostHint self,
        List<HostHint> peers,
        Sources sources,
        KernelView here,
        Function<String, Optional<String>> program) {
    public ImportRequest {
        peers = List.copyOf(peers);
    }

    /**
     * What somebody says of a host.
     *
     * @param name of the node
     * @param file its own file
     * @param address its own address
     */
    public record HostHint(Optional<String> name, Optional<Path> file, Optional<IpAddress> address) {
        public static final HostHint NONE = new HostHint(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
