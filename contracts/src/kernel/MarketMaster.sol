// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Boot, Class, Kind, Role} from "../libraries/Types.sol";
import {Certificates} from "./Certificates.sol";

/// @notice The market's data and the promises that guard it; contracts/PROPERTIES.md says them in sentences.
/// @dev Born whole and sealed: its constructor is the only boot, and whoever deployed it has no power. The templates and
/// modules that it is born with are deployed before it and know its address beforehand (CREATE: deployer and nonce).
contract MarketMaster is Certificates {
    constructor(Boot memory boot) {
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
        regulator = _enter(Role.Regulator, boot.name, address(0), boot.signers, 2, address(0), 0, Class.None, 0);
        emit Sealed(regulator);
    }

    /// @dev A trustee comes with its money.
    function _afterAdmission(Role role, bytes32 name, address door) internal override {
        if (role == Role.Trustee) tokenOf[door] = _createFace(Kind.Money, door, address(0), name, "MYR");
    }
}
