// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {Module, Role, TypeOfAct} from "../libraries/Types.sol";
import {Admissions} from "./Admissions.sol";

/// @dev How logic is replaced: after notice and by two parties (promise 4).
abstract contract Replacements is Admissions {
    /// @inheritdoc IMasterOffice
    function announce(bytes32 name, address code, bool template, Role activator) external only(Role.Regulator) {
        require(code.code.length != 0, MasterNoCode(code));
        _requireNameable(name, code);
        Module storage m = _modules[name];
        if (m.code == address(0)) (m.template, m.activator) = (template, template ? Role.Operator : activator);
        (m.next, m.nextHash, m.earliest) = (code, code.codehash, uint64(block.timestamp) + NOTICE);
        emit ModuleAnnounced(name, code, code.codehash, m.earliest, m.template, m.activator);
    }

    /// @inheritdoc IMasterOffice
    function withdrawAnnouncement(bytes32 name, bytes32 reason) external only(Role.Regulator) {
        Module storage m = _modules[name];
        address code = m.next;
        require(code != address(0), MasterNothingAnnounced(name));
        (m.next, m.nextHash, m.earliest) = (address(0), 0, 0);
        emit AnnouncementWithdrawn(name, code, reason);
    }

    /// @inheritdoc IMasterOffice
    function activate(bytes32 name) external idle {
        Module storage m = _modules[name];
        require(m.next != address(0), MasterNothingAnnounced(name));
        _requireRole(msg.sender, m.activator);
        _requireActive(msg.sender);
        require(block.timestamp >= m.earliest, MasterTooEarly(m.earliest, block.timestamp));
        require(m.next.codehash == m.nextHash, MasterCodeChanged(m.next.codehash, m.nextHash));
        _install(name, m.next);
    }

    /// @inheritdoc IMasterOffice
    function halt(bytes32 name, bool halted, bytes32 reason) external only(Role.Regulator) {
        require(_modules[name].code != address(0), MasterNothingAnnounced(name));
        _modules[name].halted = halted;
        emit Halted(name, halted, reason);
    }

    /// @inheritdoc IMasterOffice
    function registerVerifier(address verifier) external only(Role.Regulator) {
        _registerVerifier(verifier);
    }

    // -- called by instances

    /// @inheritdoc IMasterOffice
    function claim(bytes32 key) external {
        _requireInstance();
        bytes32 under = keccak256(abi.encode(_names[_templates[msg.sender]], key));
        require(_claims[under] == address(0), MasterClaimed(key, _claims[under]));
        _claims[under] = msg.sender;
    }

    // -- readings

    function moduleOf(bytes32 name) external view returns (Module memory) {
        return _modules[name];
    }

    function isModule(address code) external view returns (bool) {
        bytes32 name = _names[code];
        return name != 0 && _modules[name].code == code && !_modules[name].template;
    }

    function isVerifier(address verifier) external view returns (bool) {
        return _verifiers[verifier];
    }

    function actType(address code, bytes4 selector) external view returns (TypeOfAct memory) {
        return _types[code][selector];
    }
}
