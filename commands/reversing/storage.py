"""Volumes, binds and mounts as they were written."""

from __future__ import annotations

from typing import Any

from commands.reversing.words import Words, csv, each, pair


def storage(container: dict[str, Any], image: dict[str, Any]) -> Words:
    """`--volume`, `--mount`, `--tmpfs`, `--volumes-from`."""
    config, host = container.get("Config") or {}, container.get("HostConfig") or {}
    own = set(image.get("Volumes") or {})
    words = each("--volume", host.get("Binds"))
    words += each("--volume", [target for target in config.get("Volumes") or {} if target not in own])
    for mount in host.get("Mounts") or []:
        words += pair("--mount", mount_text(mount))
    tmpfs = sorted((host.get("Tmpfs") or {}).items())
    words += each("--tmpfs", [f"{target}:{options}" if options else target for target, options in tmpfs])
    return words + each("--volumes-from", host.get("VolumesFrom"))


def mount_text(mount: dict[str, Any]) -> str:
    """One mount in the long form."""
    fields = [f"type={mount['Type']}"]
    if mount.get("Source"):
        fields.append(f"source={mount['Source']}")
    fields.append(f"target={mount['Target']}")
    if mount.get("ReadOnly"):
        fields.append("readonly")
    if mount.get("Consistency"):
        fields.append(f"consistency={mount['Consistency']}")
    fields += _bind(mount.get("BindOptions") or {}) + _volume(mount.get("VolumeOptions") or {})
    tmpfs = mount.get("TmpfsOptions") or {}
    if tmpfs.get("SizeBytes"):
        fields.append(f"tmpfs-size={tmpfs['SizeBytes']}")
    if tmpfs.get("Mode"):
        fields.append(f"tmpfs-mode={tmpfs['Mode']:o}")
    if (mount.get("ImageOptions") or {}).get("Subpath"):
        fields.append(f"image-subpath={mount['ImageOptions']['Subpath']}")
    return csv(fields)


def _bind(options: dict[str, Any]) -> list[str]:
    fields = [f"bind-propagation={options['Propagation']}"] if options.get("Propagation") else []
    for key, value in (("NonRecursive", "disabled"), ("ReadOnlyNonRecursive", "writable"), ("ReadOnlyForceRecursive", "readonly")):
        if options.get(key):
            fields.append(f"bind-recursive={value}")
    return fields


def _volume(options: dict[str, Any]) -> list[str]:
    driver = options.get("DriverConfig") or {}
    fields = ["volume-nocopy"] if options.get("NoCopy") else []
    fields += [f"volume-label={key}={value}" for key, value in sorted((options.get("Labels") or {}).items())]
    if options.get("Subpath"):
        fields.append(f"volume-subpath={options['Subpath']}")
    if driver.get("Name"):
        fields.append(f"volume-driver={driver['Name']}")
    return fields + [f"volume-opt={key}={value}" for key, value in sorted((driver.get("Options") or {}).items())]
