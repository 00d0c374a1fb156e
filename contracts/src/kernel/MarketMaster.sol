// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {Boot, Class, Kind, Role, Signer} from "../libraries/Types.sol";
import {IMasterCore} from "../interfaces/IMasterCore.sol";
import {Equity} from "./Equity.sol";

/// @notice The market's data and the promises that guard it; contracts/PROPERTIES.md says them in sentences.
/// @dev Born whole and sealed: its constructor is the only boot, and whoever deployed it has no power. The templates and
/// modules that it is born with are deployed before it and know its address beforehand (CREATE: deployer and nonce).
/// What it does not know itself it asks of its other half, which is as permanent as itself: {MarketOffice}.
contract MarketMaster is Equity, Proxy {
    address private immutable OFFICE;

    constructor(Boot memory boot) {
        OFFICE = boot.office;
        for (uint256 i; i < boot.doors.length; ++i) {
            _doorTemplates[Role(i + 1)] = boot.doors[i];
            emit DoorTemplateSet(Role(i + 1), boot.doors[i]);
            _registerActs(boot.doors[i]);
        }
        for (uint256 i; i < boot.faces.length; ++i) {
            _faceTemplates[Kind(i + 1)] = boot.faces[i];
            emit FaceTemplateSet(Kind(i + 1), boot.faces[i]);
            _registerActs(boot.faces[i]);
        }
        for (uint256 i; i < boot.modules.length; ++i) {
            bytes32 name = boot.modules[i].name;
            (_modules[name].template, _modules[name].activator) = (boot.modules[i].template, boot.modules[i].activator);
            _install(name, boot.modules[i].code);
        }
        for (uint256 i; i < boot.verifiers.length; ++i) {
            _registerVerifier(boot.verifiers[i]);
        }
        _regulator = _enter(Role.Regulator, boot.name, address(0), boot.signers, 2, address(0), 0, Class.None, 0);
        emit Sealed(_regulator);
    }

    /// @inheritdoc IMasterCore
    /// @dev A trustee comes with its money.
    function admit(
        Role role, bytes32 name, Signer[] calldata signers, address trustee, bytes32 person, Class class, uint64 validUntil
    ) external idle returns (address door) {
        bool client = role == Role.Issuer || role == Role.Investor;
        _requireRole(msg.sender, client ? Role.Operator : Role.Regulator);
        require(role > Role.Regulator, MasterWrongRole(msg.sender, role, Role.Trustee));
        _requireActive(msg.sender);
        if (client) {
            require(person != 0, MasterPersonMissing());
            _requireLinked(trustee, msg.sender);
        }
        _requireCertified(role, class, validUntil);
        door = _enter(role, name, msg.sender, signers, 1, trustee, person, class, validUntil);
        if (role == Role.Trustee) _tokens[door] = _createFace(Kind.Money, door, address(0), name, "MYR");
    }

    /// @dev Fixed at birth, for ever.
    function _implementation() internal view override returns (address) {
        return OFFICE;
    }
}
