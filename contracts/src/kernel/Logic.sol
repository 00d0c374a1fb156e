// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IActs} from "../interfaces/IActs.sol";
import {IPersonRules} from "../interfaces/IRules.sol";
import {ActType, Class, Module, Role, TypeOfAct} from "../libraries/Types.sol";
import {Tree} from "./Tree.sol";

/// @dev Replaceable logic as it is kept: modules and templates by name, the acts they know, the instances cloned from
/// templates, the words that modules keep (promise 4).
abstract contract Logic is Tree {
    bytes32 internal constant RULEBOOK = "rulebook";

    mapping(bytes32 name => Module) internal _modules;
    mapping(address code => bytes32 name) internal _names;
    mapping(address code => mapping(bytes4 selector => TypeOfAct)) internal _types;
    mapping(address instance => address template) internal _templates;
    mapping(address verifier => bool) internal _verifiers;
    mapping(bytes32 name => mapping(bytes32 key => bytes32)) internal _words;
    mapping(bytes32 key => address) internal _claims;

    /// @dev A code has one name for ever, and is nothing else: renamed, a module would write another's words, and what can
    /// be addressed already (a door, a face, an instance) would answer to acts of its own no more.
    function _requireNameable(bytes32 name, address code) internal view {
        bool other = _participants[code].role != Role.None || _templates[code] != address(0) || _isFace(code);
        bytes32 its = _names[code];
        require(name != 0 && !other && (its == 0 || its == name), MasterNotATarget(code));
    }

    /// @dev Puts `code` in force under `name` and registers its acts.
    function _install(bytes32 name, address code) internal {
        _requireNameable(name, code);
        Module storage m = _modules[name];
        (m.code, m.next, m.nextHash, m.earliest) = (code, address(0), 0, 0);
        _names[code] = name;
        emit ModuleActivated(name, code, m.template);
        _registerActs(code);
    }

    function _registerActs(address code) internal {
        ActType[] memory acts = IActs(code).acts();
        for (uint256 i; i < acts.length; ++i) {
            bytes32 typeHash = keccak256(bytes(acts[i].definition));
            _types[code][acts[i].selector] = TypeOfAct(typeHash, acts[i].gasFloor, acts[i].signers);
            emit ActRegistered(
                code, acts[i].selector, typeHash, acts[i].gasFloor, acts[i].signers, acts[i].definition
            );
        }
    }

    function _registerVerifier(address verifier) internal {
        require(verifier.code.length != 0, MasterNoCode(verifier));
        _verifiers[verifier] = true;
        emit VerifierRegistered(verifier);
    }

    // -- guards

    /// @dev The module in force under `name`, not halted.
    function _running(bytes32 name) internal view returns (address) {
        _requireRunning(name);
        return _modules[name].code;
    }

    function _requireRunning(bytes32 name) internal view {
        require(!_modules[name].halted, MasterHalted(name));
    }

    /// @dev R7: admitted or renewed, an investor's class is certified for no longer than the rules say.
    function _requireCertified(Role role, Class class, uint64 validUntil) internal view {
        if (role != Role.Investor) return;
        require(class != Class.None, MasterPersonMissing());
        IPersonRules(_running(RULEBOOK)).checkCertified(class, validUntil);
    }

    function _requireInstance() internal view {
        require(_templates[msg.sender] != address(0), MasterNotAnInstance(msg.sender));
    }

    function _isFace(address account) internal view virtual returns (bool);
}
