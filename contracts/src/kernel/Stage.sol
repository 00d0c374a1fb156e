// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterCore} from "../interfaces/IMasterCore.sol";
import {Class, Participant, Role, TypeOfAct} from "../libraries/Types.sol";
import {Vault} from "./Vault.sol";

/// @dev The course of an act or a step, what modules write in it, and what everybody asks of the tree.
abstract contract Stage is Vault, IMasterCore {
    // -- acting

    /// @inheritdoc IMasterCore
    function begin(address target, address asset, uint256 most) external idle returns (address) {
        _requireUnfrozen(msg.sender);
        bytes32 name = _names[target];
        if (name != 0) {
            require(_modules[name].code == target, MasterNotATarget(target));
            if (_modules[name].template) target = _open(name, target);
        } else {
            require(_templates[target] != address(0) || _isFace(target), MasterNotATarget(target));
        }
        (_actor, _target, _asset, _left) = (msg.sender, target, asset, most);
        return target;
    }

    /// @inheritdoc IMasterCore
    function end() external {
        require(_actor == msg.sender, MasterNotActing(msg.sender));
        _actor = address(0); // without an actor, target and mandate mean nothing
    }

    function _open(bytes32 name, address template) private returns (address instance) {
        _requireActive(msg.sender);
        _requireRunning(name);
        instance = _clone(template);
        _templates[instance] = template;
        emit Opened(instance, template, name, msg.sender);
    }

    /// @inheritdoc IMasterCore
    function lock() external idle {
        _requireInstance();
        _stepping = msg.sender;
    }

    /// @inheritdoc IMasterCore
    function unlock() external {
        require(_stepping == msg.sender, MasterNotActing(msg.sender));
        _stepping = address(0);
    }

    /// @inheritdoc IMasterCore
    function actor() external view returns (address) {
        return _requireActing();
    }

    /// @inheritdoc IMasterCore
    function entrant() external view returns (address) {
        return _entrant();
    }

    function _entrant() internal view returns (address door) {
        door = _requireActing();
        address template = _templates[msg.sender];
        _requireRunning(_names[template == address(0) ? msg.sender : template]);
        _requireActive(door);
    }

    /// @inheritdoc IMasterCore
    function personUpon(address instance) external view returns (address door, Role role, Class class, bytes32 person) {
        door = _actorUpon(instance);
        Participant storage p = _participants[door];
        return (door, p.role, p.class, p.person);
    }

    /// @inheritdoc IMasterCore
    /// @dev Refuses within an act or a step: what a door is asked to do then does not start, and is not spent.
    function typeOf(address door, address target, bytes4 selector) external view idle returns (TypeOfAct memory) {
        address code = target == door ? _doorTemplates[_participants[door].role] : _templates[target];
        if (code == address(0)) code = _isFace(target) ? _faceTemplates[_faces[target].kind] : target;
        return _types[code][selector];
    }

    // -- words

    /// @inheritdoc IMasterCore
    function write(bytes32 key, bytes32 value) external {
        _words[_ownName()][key] = value;
    }

    /// @inheritdoc IMasterCore
    function writeBoth(bytes32 key, bytes32 value, bytes32 otherKey, bytes32 otherValue) external {
        mapping(bytes32 key => bytes32) storage own = _words[_ownName()];
        (own[key], own[otherKey]) = (value, otherValue);
    }

    /// @dev A module writes under its own name, while it is in force.
    function _ownName() private view returns (bytes32 name) {
        name = _names[msg.sender];
        require(name != 0 && _modules[name].code == msg.sender, MasterNotAModule(msg.sender));
    }

    // -- readings

    function word(bytes32 name, bytes32 key) external view returns (bytes32) {
        return _words[name][key];
    }

    function fourWords(bytes32 name, bytes32[4] calldata keys) external view returns (bytes32[4] memory) {
        mapping(bytes32 key => bytes32) storage its = _words[name];
        return [its[keys[0]], its[keys[1]], its[keys[2]], its[keys[3]]];
    }

    function running(bytes32 name) external view returns (address) {
        return _running(name);
    }

    function templateOf(address instance) external view returns (address) {
        return _templates[instance];
    }

    function regulator() external view returns (address) {
        return _regulator;
    }

    function participant(address door) external view returns (Participant memory) {
        return _participants[door];
    }

    function roleOf(address door) external view returns (Role) {
        return _participants[door].role;
    }

    function isActive(address door) external view returns (bool) {
        return _participants[door].role != Role.None && _blamed(door) == address(0);
    }

    function isFrozen(address door) external view returns (bool) {
        return _participants[door].frozenUntil > block.timestamp;
    }

    function requireActive(address door) external view {
        _requireActive(door);
    }
}
