package io.aliasdefender.check;

import io.aliasdefender.payload.CheckKind;
import java.time.Duration;

/** Makes the check for each kind of thing to look at. */
final class Kinds implements CheckKind.Visitor<Check> {
    private final Duration timeout;
    private final Facilities facilities;
    private final Runnable changed;

    /**
     * @param timeout of a look
     * @param changed to be told when something is noticed between two looks
     */
    Kinds(Duration timeout, Facilities facilities, Runnable changed) {
        this.timeout = timeout;
        this.facilities = facilities;
        this.changed = changed;
    }

    @Override
    public Check http(CheckKind.Http http) {
        return new HttpCheck(http, timeout, facilities);
    }

    @Override
    public Check tcp(CheckKind.Tcp tcp) {
        return new TcpCheck(tcp, timeout, facilities);
    }

    @Override
    public Check dns(CheckKind.Dns dns) {
        return new DnsCheck(dns, facilities);
    }

    @Override
    public Check ping(CheckKind.Ping ping) {
        return new PingCheck(ping, timeout, facilities);
    }

    @Override
    public Check pidFile(CheckKind.PidFile pidFile) {
        return new ProcessCheck(PidSource.file(pidFile.path(), facilities), facilities, changed);
    }

    @Override
    public Check mainProcess(CheckKind.MainProcess process) {
        PidSource source = PidSource.unit(process.unit(), new Systemd(process.unit(), facilities));
        return new ProcessCheck(source, facilities, changed);
    }

    @Override
    public Check exec(CheckKind.Exec exec) {
        return new ExecCheck(exec, facilities);
    }

    @Override
    public Check file(CheckKind.FileThere file) {
        return new FileCheck(file, facilities);
    }

    @Override
    public Check networkInterface(CheckKind.Interface networkInterface) {
        return new InterfaceCheck(networkInterface, facilities, changed);
    }

    @Override
    public Check unit(CheckKind.Unit unit) {
        return new UnitCheck(unit.name(), new Systemd(unit.name(), facilities));
    }
}
