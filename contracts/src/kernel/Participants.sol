// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IDoor} from "../interfaces/IDoor.sol";
import {Class, Link, Participant, Role, Signer, Standing} from "../libraries/Types.sol";
import {Acting} from "./Acting.sol";

/// @dev The tree of participants: who was admitted by whom, who stands how, who is linked to whom (promise 5).
abstract contract Participants is Acting {
    /// @dev A freeze lapses after this long unless it is confirmed.
    uint64 internal constant FREEZE = 30 days;

    address public regulator;
    mapping(address door => Participant) internal _participants;
    mapping(Role role => address code) internal _doorTemplates;
    mapping(address trustee => mapping(address operator => Link)) internal _links;
    mapping(address trustee => address) internal _successors;

    modifier only(Role role) {
        _requireRole(msg.sender, role);
        _requireActive(msg.sender);
        _requireIdle();
        _;
    }

    /// @inheritdoc IMarketMaster
    function admit(
        Role role, bytes32 name, Signer[] calldata signers, address trustee, bytes32 person, Class class, uint64 validUntil
    ) external idle returns (address door) {
        _requireRole(msg.sender, role == Role.Issuer || role == Role.Investor ? Role.Operator : Role.Regulator);
        require(role > Role.Regulator, MasterWrongRole(msg.sender, role, Role.Trustee));
        _requireActive(msg.sender);
        if (role == Role.Issuer || role == Role.Investor) {
            require(person != 0, MasterPersonMissing());
            require(_links[trustee][msg.sender] == Link.Active, MasterNotLinked(trustee, msg.sender));
        }
        if (role == Role.Investor) require(class != Class.None, MasterPersonMissing());
        door = _enter(role, name, msg.sender, signers, 1, trustee, person, class, validUntil);
        _afterAdmission(role, name, door);
    }

    function _afterAdmission(Role role, bytes32 name, address door) internal virtual;

    /// @dev Clones the role's door, books it, and gives it its signers.
    function _enter(
        Role role, bytes32 name, address parent, Signer[] memory signers, uint8 threshold, address trustee, bytes32 person,
        Class class, uint64 validUntil
    ) internal returns (address door) {
        require(signers.length != 0, MasterNoSigner());
        require(validUntil == 0 || validUntil > block.timestamp, MasterValidityPassed(validUntil, block.timestamp));
        door = _clone(_doorTemplates[role]);
        _participants[door] =
            Participant(role, Standing.Active, class, validUntil, 0, parent, trustee, person);
        emit Admitted(door, role, parent, trustee, name, person, class, validUntil);
        IDoor(door).initialize(signers, threshold);
    }

    /// @inheritdoc IMarketMaster
    function renew(address door, Class class, uint64 validUntil) external only(Role.Operator) {
        Participant storage p = _childOf(msg.sender, door);
        require(p.standing != Standing.Revoked, MasterRevoked(door));
        require(validUntil > block.timestamp, MasterValidityPassed(validUntil, block.timestamp));
        require(p.role != Role.Investor || class != Class.None, MasterPersonMissing());
        (p.class, p.validUntil) = (class, validUntil);
        emit Renewed(door, class, validUntil);
    }

    /// @inheritdoc IMarketMaster
    function setStanding(address door, Standing standing, bytes32 reason) external idle {
        _requireActive(msg.sender);
        Participant storage p = _childOf(msg.sender, door);
        require(p.standing != Standing.Revoked, MasterRevoked(door));
        require(standing != Standing.None, MasterNotActive(door, door));
        p.standing = standing;
        emit StandingChanged(door, standing, msg.sender, reason);
    }

    /// @inheritdoc IMarketMaster
    function freeze(address door, uint64 until, bytes32 reason) external only(Role.Regulator) {
        Participant storage p = _participants[door];
        require(p.role > Role.Regulator, NotAParticipant(door));
        // a first freeze lapses by itself; one that confirms a running freeze may last longer; zero lifts it
        uint64 lapse = uint64(block.timestamp) + FREEZE;
        p.frozenUntil = until > lapse && p.frozenUntil <= block.timestamp ? lapse : until;
        emit Frozen(door, p.frozenUntil, msg.sender, reason);
    }

    /// @inheritdoc IMarketMaster
    function link(address other) external idle {
        _requireActive(msg.sender);
        bool byTrustee = _participants[msg.sender].role == Role.Trustee;
        _requireRole(msg.sender, byTrustee ? Role.Trustee : Role.Operator);
        _requireRole(other, byTrustee ? Role.Operator : Role.Trustee);
        (address trustee, address operator) = byTrustee ? (msg.sender, other) : (other, msg.sender);
        Link found = _links[trustee][operator];
        Link mine = byTrustee ? Link.OfferedByTrustee : Link.OfferedByOperator;
        Link theirs = byTrustee ? Link.OfferedByOperator : Link.OfferedByTrustee;
        if (found == Link.None) found = mine;
        else if (found == theirs || (found == Link.Suspended && byTrustee)) found = Link.Active;
        else revert MasterLinkOutOfState(found);
        _links[trustee][operator] = found;
        emit Linked(trustee, operator, found);
    }

    /// @inheritdoc IMarketMaster
    function suspendLink(address operator) external only(Role.Trustee) {
        Link found = _links[msg.sender][operator];
        require(found == Link.Active, MasterLinkOutOfState(found));
        _links[msg.sender][operator] = Link.Suspended;
        emit Linked(msg.sender, operator, Link.Suspended);
    }

    /// @inheritdoc IMarketMaster
    function nameSuccessor(address trustee, address successor) external only(Role.Regulator) {
        _requireRole(trustee, Role.Trustee);
        _requireRole(successor, Role.Trustee);
        require(_participants[trustee].standing == Standing.Revoked, MasterNotActive(trustee, trustee));
        _requireActive(successor);
        _successors[trustee] = successor;
        emit SuccessorNamed(trustee, successor);
    }

    // -- readings

    function participant(address door) external view returns (Participant memory) {
        return _participants[door];
    }

    function roleOf(address door) external view returns (Role) {
        return _participants[door].role;
    }

    function isActive(address door) public view returns (bool) {
        return _participants[door].role != Role.None && _blamed(door) == address(0);
    }

    function isFrozen(address door) public view returns (bool) {
        return _participants[door].frozenUntil > block.timestamp;
    }

    function requireActive(address door) external view {
        _requireActive(door);
    }

    function linkOf(address trustee, address operator) external view returns (Link) {
        return _links[trustee][operator];
    }

    function successorOf(address trustee) external view returns (address) {
        return _successors[trustee];
    }

    // -- guards

    function _requireRole(address door, Role wanted) internal view {
        Role got = _participants[door].role;
        require(got == wanted, MasterWrongRole(door, got, wanted));
    }

    function _requireActive(address door) internal view {
        _requireDoor(door);
        address blamed = _blamed(door);
        require(blamed == address(0), MasterNotActive(door, blamed));
    }

    function _requireUnfrozen(address door) internal view {
        require(!isFrozen(door), MasterFrozen(door, _participants[door].frozenUntil));
    }

    /// @dev A face speaks for the door that called it, and that door must be the one that acts upon it, and may.
    function _requireCaller(address caller) internal view {
        require(_requireActing() == caller, MasterNotActing(caller));
        _requireActive(caller);
    }

    function _requireDoor(address account) internal view {
        require(_participants[account].role != Role.None, NotAParticipant(account));
    }

    function _childOf(address parent, address door) internal view returns (Participant storage p) {
        p = _participants[door];
        require(p.parent == parent, MasterNotItsParent(door, parent));
    }

    /// @dev The first of the door and its parents that may not act; zero when all may. At most three levels.
    function _blamed(address door) private view returns (address) {
        while (door != regulator) {
            Participant storage p = _participants[door];
            bool expired = p.validUntil != 0 && p.validUntil < block.timestamp;
            if (p.standing != Standing.Active || expired || p.frozenUntil > block.timestamp) return door;
            door = p.parent;
        }
        return address(0);
    }
}
