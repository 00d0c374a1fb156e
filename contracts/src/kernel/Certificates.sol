// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IEquityFace} from "../interfaces/IFaces.sol";
import {IEquityRules} from "../interfaces/IRules.sol";
import {Certificate, Face, Holding, Kind, Link, Participant, Role} from "../libraries/Types.sol";
import {MoneyAccounts} from "./MoneyAccounts.sol";

/// @dev Equity: certificates that carry units. On a partial delivery the remainder keeps its id, the part gets a new one.
abstract contract Certificates is MoneyAccounts {
    bytes32 internal constant EQUITY = "equity";

    mapping(address face => mapping(uint256 id => Certificate)) internal _certificates;
    mapping(address face => mapping(address holder => Holding)) internal _holdings;
    mapping(address face => mapping(uint256 id => address)) internal _approved;
    mapping(address face => mapping(address owner => mapping(address spender => bool))) public isApprovedForAll;

    // -- called by doors

    /// @inheritdoc IMarketMaster
    function createClass(bytes32 name, bytes32 symbol, address trustee) external only(Role.Issuer) returns (address) {
        address operator = _participants[msg.sender].parent;
        require(_links[trustee][operator] == Link.Active, MasterNotLinked(trustee, operator));
        _requireRunning(EQUITY);
        return _createFace(Kind.Equity, trustee, msg.sender, name, symbol);
    }

    /// @inheritdoc IMarketMaster
    function mintUnits(address face, address to, uint256 units, bytes32 ref) external only(Role.Trustee) {
        Face storage f = _faces[face];
        require(f.kind == Kind.Equity, MasterNotAFace(face));
        require(f.trustee == msg.sender, MasterNotYourSupply(face, msg.sender));
        require(templateOf[to] != address(0), MasterNotAReceiver(to));
        require(_deposits[face][ref].to == address(0), MasterReferenceUsed(ref));
        _requireAmount(units);
        IEquityRules(_running(EQUITY)).checkMint(face, to, units);

        _deposits[face][ref].to = to;
        f.supply += uint128(units);
        uint256 id = _openCertificate(face, to, uint64(units), 0, 0);
        _holdings[face][to].lot = uint64(id);

        emit UnitsMinted(face, to, id, units, ref, f.supply);
        IEquityFace(face).announceTransfer(address(0), to, id);
    }

    // -- called by faces

    /// @inheritdoc IMarketMaster
    function transferCertificate(address caller, address from, address to, uint256 id) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        _requireDoor(to);
        _requireActive(from);
        Certificate storage c = _existing(msg.sender, id);
        require(c.owner == from, MasterNotTheOwner(id, c.owner, from));
        require(c.heldBy == address(0), MasterEncumbered(id, c.heldBy));
        if (caller == from) {
            _spend(msg.sender, c.units);
        } else {
            bool allowed = _approved[msg.sender][id] == caller || isApprovedForAll[msg.sender][from][caller];
            require(allowed, MasterNotTheOwner(id, from, caller));
        }
        IEquityRules(_running(EQUITY)).checkMove(msg.sender, id, from, to, c.units);
        _moveUnits(msg.sender, id, c.units, to, c.lockedUntil);
    }

    /// @inheritdoc IMarketMaster
    function approveCertificate(address caller, address spender, uint256 id) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        if (spender != address(0)) _requireDoor(spender);
        address owner = _existing(msg.sender, id).owner;
        require(owner == caller || isApprovedForAll[msg.sender][owner][caller], MasterNotTheOwner(id, owner, caller));
        _approved[msg.sender][id] = spender;
    }

    /// @inheritdoc IMarketMaster
    function approveAll(address caller, address spender, bool approved) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        _requireDoor(spender);
        isApprovedForAll[msg.sender][caller][spender] = approved;
    }

    // -- called by instances

    /// @inheritdoc IMarketMaster
    function encumber(address face, uint256 id, uint256 units) external {
        address door = _requireActing();
        _requireInstance();
        Certificate storage c = _existing(face, id);
        require(c.owner == door, MasterNotTheOwner(id, c.owner, door));
        require(c.heldBy == address(0), MasterEncumbered(id, c.heldBy));
        _requireAmount(units);
        require(units <= c.units, MasterUnitsTooFew(id, c.units, units));
        _spend(face, units);
        IEquityRules(_running(EQUITY)).checkEncumber(face, id, msg.sender, units);
        (c.heldBy, c.heldUnits) = (msg.sender, uint64(units));
        delete _approved[face][id];
        emit Encumbered(face, id, msg.sender, units);
    }

    /// @inheritdoc IMarketMaster
    function release(address face, uint256 id) external {
        Certificate storage c = _certificates[face][id];
        require(c.heldBy == msg.sender && msg.sender != address(0), MasterNotHolding(id, msg.sender));
        (c.heldBy, c.heldUnits) = (address(0), 0);
        emit Released(face, id, msg.sender);
    }

    /// @inheritdoc IMarketMaster
    function deliver(address face, uint256 id, uint256 units, address to, uint64 lockedUntil) external returns (uint256) {
        _requireInstance();
        _requireDoor(to);
        _requireUnfrozen(to);
        _requireAmount(units);
        Certificate storage c = _existing(face, id);
        require(units <= c.units, MasterUnitsTooFew(id, c.units, units));
        if (c.owner != msg.sender) {
            require(c.heldBy == msg.sender, MasterNotHolding(id, msg.sender));
            require(units <= c.heldUnits, MasterUnitsTooFew(id, c.heldUnits, units));
            _requireActing(); // what is encumbered moves only in an entry, and the rules are asked
            IEquityRules(_running(EQUITY)).checkMove(face, id, c.owner, to, units);
            c.heldUnits -= uint64(units);
            if (c.heldUnits == 0) {
                c.heldBy = address(0);
                emit Released(face, id, msg.sender);
            }
            lockedUntil = c.lockedUntil; // a moratorium is inherited (R19)
        }
        return _moveUnits(face, id, uint64(units), to, lockedUntil);
    }

    /// @inheritdoc IMarketMaster
    function giveBack(address face, uint256 id, uint256 units) external {
        _requireInstance();
        _requireAmount(units);
        Certificate storage c = _existing(face, id);
        require(c.owner == msg.sender, MasterNotTheOwner(id, c.owner, msg.sender));
        require(units <= c.units, MasterUnitsTooFew(id, c.units, units));
        _faces[face].supply -= uint128(units);
        _holdings[face][msg.sender].units -= uint128(units);
        c.units -= uint64(units);
        emit UnitsGivenBack(face, msg.sender, id, units, _faces[face].supply);
        if (c.units == 0) {
            delete _certificates[face][id];
            _holdings[face][msg.sender].certificates -= 1;
            IEquityFace(face).announceTransfer(msg.sender, address(0), id);
        }
    }

    // -- readings

    function certificateOf(address face, uint256 id) external view returns (Certificate memory) {
        return _certificates[face][id];
    }

    function approvedOf(address face, uint256 id) external view returns (address) {
        return _approved[face][id];
    }

    function holdingOf(address face, address holder) external view returns (Holding memory) {
        return _holdings[face][holder];
    }

    // -- the one choke point of units

    /// @dev Moves `units` of certificate `id` to `to`: whole, or split off into a new certificate. Returns the id they are in.
    function _moveUnits(address face, uint256 id, uint64 units, address to, uint64 lockedUntil)
        internal
        returns (uint256 into)
    {
        Certificate storage c = _certificates[face][id];
        address from = c.owner;
        Holding storage left = _holdings[face][from];
        left.units -= units;
        if (units == c.units) {
            left.certificates -= 1;
            Holding storage gained = _holdings[face][to];
            (gained.certificates, gained.units) = (gained.certificates + 1, gained.units + units);
            (c.owner, c.acquiredAt, c.lockedUntil) = (to, uint64(block.timestamp), lockedUntil);
            delete _approved[face][id];
            into = id;
        } else {
            c.units -= units;
            into = _openCertificate(face, to, units, lockedUntil, id);
        }
        emit UnitsMoved(face, id, into, from, to, units, uint64(block.timestamp), lockedUntil);
        if (into != id) {
            // the part is minted to the holder and transferred, so that any ERC-721 reader follows it
            IEquityFace(face).announceTransfer(address(0), from, into);
        }
        IEquityFace(face).announceTransfer(from, to, into);
    }

    function _openCertificate(address face, address to, uint64 units, uint64 lockedUntil, uint256 parent)
        private
        returns (uint256 id)
    {
        id = ++_faces[face].certificates;
        _certificates[face][id] =
            Certificate(to, units, uint64(block.timestamp), lockedUntil, uint64(parent), address(0), 0);
        Holding storage h = _holdings[face][to];
        (h.certificates, h.units) = (h.certificates + 1, h.units + units);
    }

    function _existing(address face, uint256 id) private view returns (Certificate storage c) {
        c = _certificates[face][id];
        require(c.owner != address(0), MasterNoSuchCertificate(face, id));
    }
}
