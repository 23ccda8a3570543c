package io.aliasdefender.check;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckKind.Statuses;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For each kind something to look at that disturbs nobody, for the sake of what a first look has to load. */
final class WarmUpChecks implements CheckKind.Visitor<Optional<CheckKind>> {
    /** The discard service (RFC 863), which nobody runs; whether somebody does is all the same. */
    private static final Endpoint NOBODY = new Endpoint("127.0.0.1", 9);

    @Override
    public Optional<CheckKind> http(CheckKind.Http http) {
        return Optional.of(new CheckKind.Http(
                NOBODY,
                http.tls(),
                "/",
                Optional.empty(),
                List.of(Statuses.DEFAULT),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                true));
    }

    @Override
    public Optional<CheckKind> tcp(CheckKind.Tcp tcp) {
        return Optional.of(new CheckKind.Tcp(NOBODY));
    }

    /** A datagram is as quickly made as lost. */
    @Override
    public Optional<CheckKind> dns(CheckKind.Dns dns) {
        return Optional.empty();
    }

    @Override
    public Optional<CheckKind> ping(CheckKind.Ping ping) {
        return Optional.of(new CheckKind.Ping(IpAddress.of("127.0.0.1"), Optional.empty()));
    }

    @Override
    public Optional<CheckKind> pidFile(CheckKind.PidFile pidFile) {
        return Optional.of(new CheckKind.PidFile("/proc/self/loginuid"));
    }

    @Override
    public Optional<CheckKind> mainProcess(CheckKind.MainProcess process) {
        return exec();
    }

    @Override
    public Optional<CheckKind> exec(CheckKind.Exec exec) {
        return exec();
    }

    private static Optional<CheckKind> exec() {
        return Optional.of(new CheckKind.Exec(List.of("/bin/true"), CheckKind.Exec.DEFAULT_USER));
    }

    @Override
    public Optional<CheckKind> file(CheckKind.FileThere file) {
        return Optional.of(new CheckKind.FileThere("/", true));
    }

    @Override
    public Optional<CheckKind> networkInterface(CheckKind.Interface networkInterface) {
        return Optional.empty();
    }

    @Override
    public Optional<CheckKind> unit(CheckKind.Unit unit) {
        return exec();
    }
}
