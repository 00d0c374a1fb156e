// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IActs} from "../interfaces/IActs.sol";
import {ActType, Module, Role, TypeOfAct} from "../libraries/Types.sol";
import {Participants} from "./Participants.sol";

/// @dev Replaceable logic: modules and templates by name, replaced after notice and by two parties (promise 4); the acts
/// they know; the instances cloned from templates; the words that modules keep.
abstract contract Modules is Participants {
    /// @dev How long an announced replacement is public before it can be activated.
    uint64 internal constant NOTICE = 7 days;

    mapping(bytes32 name => Module) internal _modules;
    mapping(address code => bytes32 name) internal _names;
    mapping(address code => mapping(bytes4 selector => TypeOfAct)) internal _types;
    mapping(address instance => address template) public templateOf;
    mapping(address verifier => bool) public isVerifier;
    mapping(bytes32 name => mapping(bytes32 key => bytes32)) internal _words;
    mapping(bytes32 key => address) internal _claims;

    /// @inheritdoc IMarketMaster
    function announce(bytes32 name, address code, bool template, Role activator) external only(Role.Regulator) {
        require(code.code.length != 0, MasterNoCode(code));
        _requireNameable(name, code);
        Module storage m = _modules[name];
        if (m.code == address(0)) (m.template, m.activator) = (template, template ? Role.Operator : activator);
        (m.next, m.nextHash, m.earliest) = (code, code.codehash, uint64(block.timestamp) + NOTICE);
        emit ModuleAnnounced(name, code, code.codehash, m.earliest);
    }

    /// @inheritdoc IMarketMaster
    function activate(bytes32 name) external idle {
        Module storage m = _modules[name];
        require(m.next != address(0), MasterNothingAnnounced(name));
        _requireRole(msg.sender, m.activator);
        _requireActive(msg.sender);
        require(block.timestamp >= m.earliest, MasterTooEarly(m.earliest, block.timestamp));
        require(m.next.codehash == m.nextHash, MasterCodeChanged(m.next.codehash, m.nextHash));
        _install(name, m.next);
    }

    /// @inheritdoc IMarketMaster
    function halt(bytes32 name, bool halted, bytes32 reason) external only(Role.Regulator) {
        require(_modules[name].code != address(0), MasterNothingAnnounced(name));
        _modules[name].halted = halted;
        emit Halted(name, halted, reason);
    }

    /// @inheritdoc IMarketMaster
    function registerVerifier(address verifier) external only(Role.Regulator) {
        _registerVerifier(verifier);
    }

    function _registerVerifier(address verifier) internal {
        require(verifier.code.length != 0, MasterNoCode(verifier));
        isVerifier[verifier] = true;
        emit VerifierRegistered(verifier);
    }

    /// @dev A code has one name for ever, and is nothing else: renamed, a module would write another's words, and what can
    /// be addressed already (a door, a face, an instance) would answer to acts of its own no more.
    function _requireNameable(bytes32 name, address code) private view {
        bool other = _participants[code].role != Role.None || templateOf[code] != address(0) || _isFace(code);
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

    // -- acting

    /// @inheritdoc IMarketMaster
    function begin(address target, address asset, uint256 most) external idle returns (address) {
        require(_participants[msg.sender].role != Role.None, MasterNotADoor(msg.sender));
        _requireUnfrozen(msg.sender);
        bytes32 name = _names[target];
        if (name != 0) {
            require(_modules[name].code == target, MasterNotATarget(target));
            if (_modules[name].template) target = _open(name, target);
        } else {
            require(templateOf[target] != address(0) || _isFace(target), MasterNotATarget(target));
        }
        (_actor, _target, _asset, _left) = (msg.sender, target, asset, most);
        return target;
    }

    /// @inheritdoc IMarketMaster
    function end() external {
        require(_actor == msg.sender, MasterNotActing(msg.sender));
        (_actor, _target, _asset, _left) = (address(0), address(0), address(0), 0);
    }

    function _open(bytes32 name, address template) private returns (address instance) {
        _requireActive(msg.sender);
        require(!_modules[name].halted, MasterHalted(name));
        instance = _clone(template);
        templateOf[instance] = template;
        emit Opened(instance, template, name, msg.sender);
    }

    /// @inheritdoc IMarketMaster
    function lock() external idle {
        _requireInstance();
        _stepping = msg.sender;
    }

    /// @inheritdoc IMarketMaster
    function unlock() external {
        require(_stepping == msg.sender, MasterNotActing(msg.sender));
        _stepping = address(0);
    }

    /// @inheritdoc IMarketMaster
    function actor() external view returns (address) {
        return _requireActing();
    }

    /// @inheritdoc IMarketMaster
    function entrant() external view returns (address) {
        address door = _requireActing();
        address template = templateOf[msg.sender];
        _requireRunning(_names[template == address(0) ? msg.sender : template]);
        _requireActive(door);
        return door;
    }

    // -- words and claims

    /// @inheritdoc IMarketMaster
    function write(bytes32 key, bytes32 value) external {
        bytes32 name = _names[msg.sender];
        require(name != 0 && _modules[name].code == msg.sender, MasterNotAModule(msg.sender));
        _words[name][key] = value;
    }

    /// @inheritdoc IMarketMaster
    function claim(bytes32 key) external {
        _requireInstance();
        bytes32 under = keccak256(abi.encode(_names[templateOf[msg.sender]], key));
        require(_claims[under] == address(0), MasterClaimed(key, _claims[under]));
        _claims[under] = msg.sender;
    }

    // -- readings

    function word(bytes32 name, bytes32 key) external view returns (bytes32) {
        return _words[name][key];
    }

    function isModule(address code) external view returns (bool) {
        bytes32 name = _names[code];
        return name != 0 && _modules[name].code == code && !_modules[name].template;
    }

    function moduleOf(bytes32 name) external view returns (Module memory) {
        return _modules[name];
    }

    function running(bytes32 name) external view returns (address) {
        return _running(name);
    }

    function actType(address code, bytes4 selector) external view returns (TypeOfAct memory) {
        return _types[code][selector];
    }

    /// @dev Refuses within an act or a step: what a door is asked to do then does not start, and is not spent.
    function typeOf(address door, address target, bytes4 selector) external view idle returns (TypeOfAct memory) {
        address code = target == door ? _doorTemplates[_participants[door].role] : templateOf[target];
        if (code == address(0)) code = _isFace(target) ? _faceTemplate(target) : target;
        return _types[code][selector];
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

    function _requireInstance() internal view {
        require(templateOf[msg.sender] != address(0), MasterNotAnInstance(msg.sender));
    }

    function _isFace(address account) internal view virtual returns (bool);

    function _faceTemplate(address face) internal view virtual returns (address);
}
